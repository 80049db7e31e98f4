/** What tests of several packages share. */
package dev.bolt.testing;
