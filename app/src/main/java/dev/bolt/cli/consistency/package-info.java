/**
 * What a history proves about the isolation of the database that it was seen in.
 *
 * <p>Lists that are only appended to tell the order of their versions: the longest read holds it.
 * From the order follows which transaction must come before which, and a cycle of such dependencies
 * is what an isolation level forbids (Adya, 1999; the method is that of the checker Elle, Kingsbury
 * and Alvaro, 2020). Nothing here touches a database; all classes are confined to one thread.
 */
package dev.bolt.cli.consistency;
