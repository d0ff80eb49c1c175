/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Which module may know which: the layout of docs/architecture.md, held by the build. */
class LayeringTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.carryover");
    /** Fills the contract's record of calibration, which the command and two kinds of jobs share: the one class of protocols that knows a contract. */
    private static final String CALIBRATIONS = "io.carryover.protocols.calibration.Calibrations";

    private static final String GATEWAY = "io.carryover.gateway..";
    private static final String FEATURES = "io.carryover.featureextraction..";
    private static final String HEADS = "io.carryover.headtraining..";
    private static final String ANALYSIS = "io.carryover.analysis..";
    private static final String RESULTS = "io.carryover.results..";

    @Test
    void contractsKnowNoFramework() {
        classes()
                .that()
                .resideInAPackage("io.carryover.contracts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.carryover.contracts..", "java..", "org.jspecify..", "com.fasterxml.jackson..")
                .check(PRODUCT);
    }

    @Test
    void protocolsAreArraysInNumbersOut() {
        classes()
                .that()
                .resideInAPackage("io.carryover.protocols..")
                .and()
                .doNotHaveFullyQualifiedName(CALIBRATIONS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.carryover.protocols..",
                        "io.carryover.contracts.error..",
                        "java.lang..",
                        "java.util..",
                        "java.math..",
                        "org.jspecify..")
                .check(PRODUCT);
    }

    @Test
    void librariesKnowNoService() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.carryover.contracts..",
                        "io.carryover.protocols..",
                        "io.carryover.storage..",
                        "io.carryover.messaging..",
                        "io.carryover.vision..",
                        "io.carryover.training..",
                        "io.carryover.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        GATEWAY,
                        FEATURES,
                        HEADS,
                        ANALYSIS,
                        RESULTS,
                        "io.carryover.cli..",
                        "io.carryover.embedded..",
                        "io.quarkus..")
                .check(PRODUCT);
    }

    @Test
    void gatewayKnowsNoOtherService() {
        knowsNone(GATEWAY, FEATURES, HEADS, ANALYSIS, RESULTS).check(PRODUCT);
    }

    @Test
    void featureExtractionKnowsNoOtherService() {
        knowsNone(FEATURES, GATEWAY, HEADS, ANALYSIS, RESULTS).check(PRODUCT);
    }

    @Test
    void headTrainingKnowsNoOtherService() {
        knowsNone(HEADS, GATEWAY, FEATURES, ANALYSIS, RESULTS).check(PRODUCT);
    }

    @Test
    void analysisKnowsNoOtherService() {
        knowsNone(ANALYSIS, GATEWAY, FEATURES, HEADS, RESULTS).check(PRODUCT);
    }

    @Test
    void resultsKnowNoOtherService() {
        knowsNone(RESULTS, GATEWAY, FEATURES, HEADS, ANALYSIS).check(PRODUCT);
    }

    @Test
    void theCommandIsAClient() {
        noClasses()
                .that()
                .resideInAPackage("io.carryover.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        GATEWAY, FEATURES, HEADS, ANALYSIS, RESULTS, "io.carryover.standalone..", "io.quarkus..")
                .check(PRODUCT);
    }

    @Test
    void workersHaveNoDatabase() {
        noClasses()
                .that()
                .resideInAnyPackage("io.carryover.worker..", FEATURES, HEADS, ANALYSIS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..", "org.hibernate..")
                .check(PRODUCT);
    }

    @Test
    void onlyStorageSpeaksS3() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.carryover.storage..", "io.carryover.embedded..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.minio..", "okhttp3..", "software.amazon..", "org.gaul..")
                .check(PRODUCT);
    }

    @Test
    void onlyMessagingSpeaksKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.carryover.messaging..", "io.carryover.embedded..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "kafka..")
                .check(PRODUCT);
    }

    @Test
    void onlyVisionRunsNetworks() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.carryover.vision..", "io.carryover.training..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "ai.onnx..")
                .check(PRODUCT);
    }

    private static ArchRule knowsNone(String service, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(service)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }
}
