package dev.bolt.doctor;

import dev.bolt.os.ProcessInfo;

/**
 * What became of a process that was asked to end.
 *
 * @param process what it was
 * @param ended whether it has ended
 * @param detail what happened, in words
 */
public record Termination(ProcessInfo process, boolean ended, String detail) {}
