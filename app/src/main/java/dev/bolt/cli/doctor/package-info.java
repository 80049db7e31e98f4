/**
 * What the doctor has found, as text for people or JSON for programs. All classes are stateless.
 */
package dev.bolt.cli.doctor;
