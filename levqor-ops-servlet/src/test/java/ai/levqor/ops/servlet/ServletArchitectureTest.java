package ai.levqor.ops.servlet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this module; where it stands in the house. */
@AnalyzeClasses(packages = "ai.levqor.ops", importOptions = DoNotIncludeTests.class)
class ServletArchitectureTest {
    private static final String MODULE = "ai.levqor.ops.servlet..";
    private static final String HTTP = "ai.levqor.ops.servlet.http..";
    private static final String ROUTES = "ai.levqor.ops.servlet.route..";
    private static final String[] OUTSIDE = {
        "java..", "org.jspecify.annotations", "org.slf4j..", "com.fasterxml.jackson..", "com.github.benmanes.caffeine.."
    };

    @ArchTest
    static final ArchRule httpKnowsNeitherServletsNorTheAutopilot = classes()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(HTTP));

    @ArchTest
    static final ArchRule routesKnowWhatTheEngineAnswersAndNoServlets = classes()
            .that()
            .resideInAPackage(ROUTES)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(
                    ROUTES,
                    HTTP,
                    "ai.levqor.ops.engine",
                    "ai.levqor.ops.engine.job",
                    "ai.levqor.ops.engine.recovery",
                    "ai.levqor.ops.engine.retention",
                    "ai.levqor.ops.engine.cost",
                    "ai.levqor.ops.engine.verify",
                    "ai.levqor.ops.schedule",
                    "ai.levqor.ops.spi.state",
                    "ai.levqor.ops.policy..",
                    "ai.levqor.ops.spi"));

    @ArchTest
    static final ArchRule theFilterKnowsTheFrontDoorAndNoStoreOrPlugIn = classes()
            .that()
            .resideInAPackage("ai.levqor.ops.servlet")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(
                    "ai.levqor.ops.servlet",
                    HTTP,
                    ROUTES,
                    "ai.levqor.ops",
                    "ai.levqor.ops.engine",
                    "ai.levqor.ops.engine.recovery",
                    "ai.levqor.ops.engine.retention",
                    "ai.levqor.ops.engine.cost",
                    "ai.levqor.ops.engine.job",
                    "ai.levqor.ops.engine.verify",
                    "ai.levqor.ops.local",
                    "jakarta.servlet.."));

    @ArchTest
    static final ArchRule nobodyKnowsThisModule = noClasses()
            .that()
            .resideOutsideOfPackage(MODULE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(MODULE);

    private static String[] with(String... own) {
        var all = new String[own.length + OUTSIDE.length];
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(OUTSIDE, 0, all, own.length, OUTSIDE.length);
        return all;
    }
}
