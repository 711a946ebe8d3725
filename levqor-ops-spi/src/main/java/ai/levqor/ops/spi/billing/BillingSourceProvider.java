package ai.levqor.ops.spi.billing;

import ai.levqor.ops.spi.Provider;

/** Finds {@link BillingSource} adapters on the class path. Of this kind all are used whose settings are there. */
public interface BillingSourceProvider extends Provider<BillingSource> {}
