package dev.bolt.cli.workload;

/**
 * A transfer between two different accounts.
 *
 * @param from the account with the smaller number, so that all lock in one order
 * @param to the account with the larger number
 * @param amount what the first loses and the second gets
 */
record Transfer(int from, int to, int amount) {

  private static final int LARGEST_AMOUNT = 10;

  /** The transfer that an operation of kind {@link OperationKind#TRANSFER} makes. */
  static Transfer of(int client, long sequence) {
    int one = Draw.FIRST_ACCOUNT.below(Tables.ACCOUNT_COUNT, client, sequence);
    int step = 1 + Draw.SECOND_ACCOUNT.below(Tables.ACCOUNT_COUNT - 1, client, sequence);
    int other = (one + step) % Tables.ACCOUNT_COUNT;
    int amount = 1 + Draw.AMOUNT.below(LARGEST_AMOUNT, client, sequence);
    return new Transfer(Math.min(one, other), Math.max(one, other), amount);
  }
}
