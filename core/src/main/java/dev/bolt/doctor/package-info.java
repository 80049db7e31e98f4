/**
 * What is going on with a database, whether it can be shared where it is, and what dead processes
 * have left beside it.
 *
 * <p>{@link dev.bolt.doctor.DatabaseInfo} looks and changes nothing; {@link
 * dev.bolt.doctor.SharingTest} tries with processes of its own; {@link
 * dev.bolt.doctor.DatabaseDoctor} removes what is proven to be nobody's. What else processes hold
 * on a database, such as named locks, belongs into a component of its own of {@code DatabaseInfo}.
 *
 * <p>Invariants: (1) a database file is never opened from here while anybody has it open; (2) a
 * file is removed only while this process holds the kernel lock that its user would hold; (3) no
 * process is ended unless it is named by its number.
 */
package dev.bolt.doctor;
