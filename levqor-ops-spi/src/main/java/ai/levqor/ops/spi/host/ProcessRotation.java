package ai.levqor.ops.spi.host;

/**
 * Replaces this process by a fresh one: the last step of a recovery. A host gives one if something starts the process
 * again, such as systemd or a Kubernetes Deployment.
 *
 * <p><b>Threading:</b> called by one thread at a time. <b>Time:</b> returns within two seconds once the replacement is
 * under way, or does not return because the process ends. It is called once for an incident: a process that finds it
 * begun and not ended takes it for done.
 */
@FunctionalInterface
public interface ProcessRotation {

    /**
     * Sets the replacement going. May end this process at once; the recovery has written down before that it would.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be set going now
     */
    void rotate();
}
