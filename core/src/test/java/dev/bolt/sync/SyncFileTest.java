package dev.bolt.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SyncFileTest {

  private static final int REQUESTED = 64;
  private static final int SYNCED = 128;

  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(SyncFile.LENGTH).order(ByteOrder.nativeOrder());
  private final SyncFile file = SyncFile.create(bytes);

  @Test
  void shouldCoverWhatWasRequestedBeforeTheSyncBegan() {
    long before = file.request();
    long begin = file.requested();
    long meanwhile = file.request();
    assertThat(file.covers(before)).isFalse();
    file.cover(begin);
    assertThat(file.covers(before)).isTrue();
    assertThat(file.covers(meanwhile)).isFalse();
  }

  @Test
  void shouldKeepWhatIsCoveredWhenAnOlderSyncEndsLate() {
    long old = file.request();
    long young = file.request();
    file.cover(young);
    file.cover(old);
    assertThat(file.covers(young)).isTrue();
  }

  @Test
  void shouldHaveOneLeaderWhoCannotLeaveForTheNext() {
    long idle = file.leader();
    assertThat(file.lead(idle)).isTrue();
    assertThat(file.lead(idle)).isFalse();
    long stopped = file.leader();
    assertThat(SyncFile.leads(stopped)).isTrue();
    assertThat(file.lead(stopped)).isTrue();
    file.leave(idle);
    assertThat(file.isLedAfter(stopped)).isTrue();
    file.leave(stopped);
    assertThat(SyncFile.leads(file.leader())).isFalse();
  }

  @Test
  void shouldNotBelieveSyncsAheadOfRequests() {
    long ticket = file.request();
    bytes.putLong(SYNCED, file.requested() + 1);
    assertThat(file.isTrusted()).isFalse();
    assertThat(file.covers(ticket)).isFalse();
  }

  @Test
  void shouldNotBelieveAnOlderStateOfItself() {
    long old = file.requested();
    file.request();
    file.request();
    file.cover(file.requested());
    bytes.putLong(REQUESTED, old);
    assertThat(file.isTrusted()).isFalse();
    assertThat(file.covers(file.request())).isFalse();
  }

  @Test
  void shouldCoverNothingByRubbish() {
    Random random = new Random(1);
    byte[] rubbish = new byte[SyncFile.LENGTH];
    for (int i = 0; i < 2_000; i++) {
      ByteBuffer memory = ByteBuffer.allocateDirect(SyncFile.LENGTH);
      SyncFile counters = SyncFile.create(memory);
      long ticket = counters.request();
      if (i > 0) {
        random.nextBytes(rubbish);
      }
      memory.put(0, rubbish);
      assertThat(counters.isTrusted()).isFalse();
      assertThat(counters.covers(ticket)).isFalse();
      assertThat(counters.covers(counters.request())).isFalse();
    }
  }

  @Test
  void shouldWaitForALeaderForABoundedTimeWhateverIsSaidOfTheDisk() {
    for (long duration : new long[] {0, -1, 130_000, Long.MAX_VALUE, Long.MIN_VALUE}) {
      file.setDuration(duration);
      assertThat(file.patience()).isBetween(20_000_000L, 1_000_000_000L);
    }
  }
}
