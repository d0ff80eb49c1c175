/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may know which: the layout of docs/architecture.md, held by the build. */
@AnalyzeClasses(packages = "io.carryover", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    private static final String GATEWAY = "io.carryover.gateway..";
    private static final String FEATURES = "io.carryover.featureextraction..";
    private static final String HEADS = "io.carryover.headtraining..";
    private static final String RESULTS = "io.carryover.results..";

    @ArchTest
    static final ArchRule contractsKnowNoFramework = classes()
            .that()
            .resideInAPackage("io.carryover.contracts..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.carryover.contracts..", "java..", "org.jspecify..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule protocolsAreArraysInNumbersOut = classes()
            .that()
            .resideInAPackage("io.carryover.protocols..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.carryover.protocols..",
                    "io.carryover.contracts.error..",
                    "java.lang..",
                    "java.util..",
                    "java.math..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule librariesKnowNoService = noClasses()
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
                    GATEWAY, FEATURES, HEADS, RESULTS, "io.carryover.cli..", "io.carryover.embedded..", "io.quarkus..");

    @ArchTest
    static final ArchRule gatewayKnowsNoOtherService = knowsNone(GATEWAY, FEATURES, HEADS, RESULTS);

    @ArchTest
    static final ArchRule featureExtractionKnowsNoOtherService = knowsNone(FEATURES, GATEWAY, HEADS, RESULTS);

    @ArchTest
    static final ArchRule headTrainingKnowsNoOtherService = knowsNone(HEADS, GATEWAY, FEATURES, RESULTS);

    @ArchTest
    static final ArchRule resultsKnowNoOtherService = knowsNone(RESULTS, GATEWAY, FEATURES, HEADS);

    @ArchTest
    static final ArchRule theCommandIsAClient = noClasses()
            .that()
            .resideInAPackage("io.carryover.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(GATEWAY, FEATURES, HEADS, RESULTS, "io.carryover.standalone..", "io.quarkus..");

    @ArchTest
    static final ArchRule workersHaveNoDatabase = noClasses()
            .that()
            .resideInAnyPackage("io.carryover.worker..", FEATURES, HEADS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..", "org.hibernate..");

    @ArchTest
    static final ArchRule onlyStorageSpeaksS3 = noClasses()
            .that()
            .resideOutsideOfPackages("io.carryover.storage..", "io.carryover.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minio..", "okhttp3..", "software.amazon..", "org.gaul..");

    @ArchTest
    static final ArchRule onlyMessagingSpeaksKafka = noClasses()
            .that()
            .resideOutsideOfPackages("io.carryover.messaging..", "io.carryover.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..");

    @ArchTest
    static final ArchRule onlyVisionRunsNetworks = noClasses()
            .that()
            .resideOutsideOfPackages("io.carryover.vision..", "io.carryover.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "ai.onnx..");

    private static ArchRule knowsNone(String service, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(service)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }
}
