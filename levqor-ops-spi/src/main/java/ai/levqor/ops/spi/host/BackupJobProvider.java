package ai.levqor.ops.spi.host;

import ai.levqor.ops.spi.Provider;

/** Finds {@link BackupJob} adapters on the class path. */
public interface BackupJobProvider extends Provider<BackupJob> {}
