/** How the named threads of this JVM that work in the background are made. Stateless. */
package dev.bolt.threads;
