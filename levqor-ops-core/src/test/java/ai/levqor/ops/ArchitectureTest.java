package ai.levqor.ops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;

/** Who may know whom: every arrow of the house. */
@AnalyzeClasses(
        packages = "ai.levqor.ops",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoContractTests.class})
class ArchitectureTest {
    /** The contracts are tests, and come in a jar of their own. */
    static final class NoContractTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String SPI = "ai.levqor.ops.spi..";
    private static final String POLICY = "ai.levqor.ops.policy..";
    private static final String SIMULATION = "ai.levqor.ops.simulation..";
    private static final String ENGINE = "ai.levqor.ops.engine..";
    private static final String STORE = "ai.levqor.ops.store..";
    private static final String LOCAL = "ai.levqor.ops.local..";
    private static final String DISCOVERY = "ai.levqor.ops.discovery..";
    private static final String HTTP = "ai.levqor.ops.http..";
    private static final String BILLING = "ai.levqor.ops.billing..";
    private static final String COST_DAYS = "ai.levqor.ops.billing.days..";
    private static final String SCHEDULE = "ai.levqor.ops.schedule..";
    private static final String ALERT = "ai.levqor.ops.alert..";
    private static final String NULLNESS = "org.jspecify.annotations";
    private static final String LOGGING = "org.slf4j..";
    private static final String JSON = "com.fasterxml.jackson..";
    private static final String JDBI = "org.jdbi.v3..";
    private static final String METERS = "io.micrometer.core..";
    private static final String CRON = "com.cronutils..";

    private static final DescribedPredicate<AccessTarget> TIME_OR_CHANCE =
            DescribedPredicate.describe("reads a clock or rolls dice", ArchitectureTest::isTimeOrChance);

    private static final DescribedPredicate<AccessTarget> THREAD_BUT_ITS_INTERRUPT = DescribedPredicate.describe(
            "is a thread's, beside its interrupt", ArchitectureTest::isThreadButItsInterrupt);

    @ArchTest
    static final ArchRule spiKnowsTheJdkAlone = classes()
            .that()
            .resideInAPackage(SPI)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SPI, NULLNESS, "java..");

    @ArchTest
    static final ArchRule policiesArePure = classes()
            .that()
            .resideInAPackage(POLICY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    POLICY, NULLNESS, "java.lang..", "java.util", "java.util.function", "java.time", "java.math");

    @ArchTest
    static final ArchRule simulationKnowsPoliciesAlone = classes()
            .that()
            .resideInAPackage(SIMULATION)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    SIMULATION,
                    POLICY,
                    NULLNESS,
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.time",
                    "java.math");

    @ArchTest
    static final ArchRule calendarsArePureAndReadCron = classes()
            .that()
            .resideInAPackage(SCHEDULE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    SCHEDULE,
                    CRON,
                    NULLNESS,
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "java.time..");

    @ArchTest
    static final ArchRule nobodyElseReadsCron = noClasses()
            .that()
            .resideOutsideOfPackage(SCHEDULE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CRON);

    @ArchTest
    static final ArchRule policiesCalendarsAndSimulationReadNoClockAndRollNoDice = noClasses()
            .that()
            .resideInAnyPackage(POLICY, SCHEDULE, SIMULATION)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.UUID")
            .orShould()
            .accessTargetWhere(JavaAccess.Predicates.target(TIME_OR_CHANCE));

    @ArchTest
    static final ArchRule engineKnowsNoFrontDoorAndNoSimulation = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    ENGINE, POLICY, SCHEDULE, STORE, DISCOVERY, SPI, NULLNESS, LOGGING, JSON, METERS, "java..");

    @ArchTest
    static final ArchRule storesKnowTheSpiAndHowCostsAddUp = classes()
            .that()
            .resideInAPackage(STORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    STORE,
                    COST_DAYS,
                    SPI,
                    NULLNESS,
                    LOGGING,
                    JSON,
                    JDBI,
                    "org.postgresql.copy",
                    "org.postgresql",
                    "java..",
                    "javax.sql");

    @ArchTest
    static final ArchRule localPartsKnowTheSpiAlone = classes()
            .that()
            .resideInAPackage(LOCAL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(LOCAL, SPI, NULLNESS, LOGGING, METERS, "java..");

    @ArchTest
    static final ArchRule discoveryKnowsTheSpiAlone = classes()
            .that()
            .resideInAPackage(DISCOVERY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(DISCOVERY, SPI, NULLNESS, "java..");

    @ArchTest
    static final ArchRule alertChannelsKnowTheSpiAndHttp = classes()
            .that()
            .resideInAPackage(ALERT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ALERT, HTTP, SPI, NULLNESS, LOGGING, JSON, "java..");

    @ArchTest
    static final ArchRule billingSourcesKnowTheSpiAndHttp = classes()
            .that()
            .resideInAPackage(BILLING)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(BILLING, HTTP, SPI, NULLNESS, LOGGING, JSON, "java..");

    @ArchTest
    static final ArchRule costDaysKnowTheSpiAlone = classes()
            .that()
            .resideInAPackage(COST_DAYS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    COST_DAYS,
                    SPI,
                    NULLNESS,
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "java.time",
                    "java.math");

    @ArchTest
    static final ArchRule httpKnowsTheSpiAlone = classes()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(HTTP, SPI, NULLNESS, "java..");

    @ArchTest
    static final ArchRule nobodyKnowsTheFrontDoor = noClasses()
            .that()
            .resideOutsideOfPackage("ai.levqor.ops")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.levqor.ops");

    @ArchTest
    static final ArchRule onlyTheEngineRunsThreadsBesideTheLocalParts = noClasses()
            .that()
            .resideOutsideOfPackages(ENGINE, LOCAL)
            .should()
            .beAssignableTo(Thread.class)
            .orShould()
            .accessTargetWhere(JavaAccess.Predicates.target(THREAD_BUT_ITS_INTERRUPT))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Executor.class);

    @ArchTest
    static final ArchRule theClockIsGivenAndNeverFetched = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule roomsHaveNoCircles =
            slices().matching("ai.levqor.ops.(*)..").should().beFreeOfCycles();

    private static boolean isTimeOrChance(AccessTarget target) {
        var owner = target.getOwner();
        var member = target.getName();
        return (owner.getPackageName().startsWith("java.time") && member.equals("now"))
                || (owner.isEquivalentTo(System.class)
                        && (member.equals("nanoTime") || member.equals("currentTimeMillis")))
                || (owner.isEquivalentTo(Math.class) && member.equals("random"));
    }

    private static boolean isThreadButItsInterrupt(AccessTarget target) {
        return target.getOwner().isAssignableTo(Thread.class)
                && !Set.of("currentThread", "interrupt", "isInterrupted").contains(target.getName());
    }
}
