package ai.levqor.ops.spi.host;

/**
 * Backs the host's data up. When it runs is the autopilot's part: once in a fleet, at {@code OPS_SCHEDULE_BACKUP}.
 *
 * <p><b>Threading:</b> called by one thread at a time in a process, on a thread that is there for it alone. <b>Time:</b> it
 * may take as long as {@code OPS_BACKUP_TIMEOUT} and half a minute; then its thread is interrupted. <b>Interrupt:</b> it stops soon, and
 * leaves nothing running behind. It may be called again after a run that was cut short or died, and must be able to begin
 * anew then.
 */
@FunctionalInterface
public interface BackupJob {

    /**
     * Makes one backup, and returns when it is made or has failed.
     *
     * @return what became of it; never null
     * @throws InterruptedException if the thread was interrupted; the backup has failed
     * @throws ai.levqor.ops.spi.UnavailableException if it could not be made; its message holds no secret. Whatever else is
     *     thrown is a failure too
     */
    BackupResult run() throws InterruptedException;
}
