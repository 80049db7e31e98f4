/**
 * What a careful programmer puts around an engine's own driver to work without Bolt, so that the
 * comparison is with good plain code and not with code that fails.
 */
package dev.bolt.bench.plain;
