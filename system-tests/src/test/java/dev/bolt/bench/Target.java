package dev.bolt.bench;

/**
 * How fast Bolt has to be beside another contestant.
 *
 * @param bolt which of Bolt's
 * @param other the other one
 * @param atLeast the least ratio of their throughputs
 */
record Target(Contestant bolt, Contestant other, double atLeast) {}
