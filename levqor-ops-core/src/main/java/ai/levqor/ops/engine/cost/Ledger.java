package ai.levqor.ops.engine.cost;

import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.spi.billing.BillingSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The books of all sources. They are read together, each under the deadline, by one refresh at a time.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class Ledger implements AutoCloseable {
    private final CostContext around;
    private final DeadlineCaller caller;
    private final List<Account> accounts;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile List<SourceBook> books;
    private volatile boolean due = true;

    Ledger(List<BillingSource> sources, CostSetup.Pace pace, CostContext around) {
        this.around = around;
        this.caller = DeadlineCaller.patient(pace.deadline());
        this.accounts = sources.stream()
                .map(source -> new Account(source.name(), source, pace.refreshEvery(), around))
                .toList();
        this.books = accounts.stream().map(Account::book).toList();
    }

    /** The names that faults are counted under. */
    List<String> faultNames() {
        return accounts.stream().map(Account::fault).toList();
    }

    /** What is known of each source. */
    List<SourceBook> books() {
        return books;
    }

    /** Whether {@link #refresh} has something to do. */
    boolean isDue() {
        var now = around.clock().instant();
        return due || accounts.stream().anyMatch(account -> account.isDue(now));
    }

    /**
     * Reads what is due, or all. Waits for a refresh that is under way, and then reads what is due after that.
     *
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    void refresh(boolean all) throws InterruptedException {
        refreshing.lockInterruptibly();
        try {
            var begin = around.clock().instant();
            var asked = accounts.stream()
                    .filter(account -> (all || account.isDue(begin)) && (account.lookUp(begin) || all))
                    .toList();
            caller.askAll(asked.stream().map(account -> account.question(begin)).toList());
            var end = around.clock().instant();
            asked.forEach(account -> account.take(end));
            books = accounts.stream().map(Account::book).toList();
            due = false;
        } finally {
            refreshing.unlock();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("interrupted while the costs were read");
        }
    }

    /** Interrupts what is being read, and reads nothing any more. */
    @Override
    public void close() {
        caller.close();
    }
}
