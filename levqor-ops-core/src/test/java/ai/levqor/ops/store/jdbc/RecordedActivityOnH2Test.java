package ai.levqor.ops.store.jdbc;

import org.junit.jupiter.api.DisplayName;

@DisplayName("recorded activity on H2")
class RecordedActivityOnH2Test extends RecordedActivityContract {

    RecordedActivityOnH2Test() {
        super(Databases.H2.fresh());
    }
}
