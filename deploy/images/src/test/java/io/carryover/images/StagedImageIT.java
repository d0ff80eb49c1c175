/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.carryover.embedded.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What images hold starts, far from any engine: the layers are unpacked and their entry point is run. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class StagedImageIT {
    private final Path folder;

    StagedImageIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aWorkerLivesAndWaitsForItsBroker() throws Exception {
        StagedRoot staged = StagedRoot.of("analysis", folder);
        Map<String, String> environment = environment(Ports.orFree(0));
        try (var service = staged.launch(environment)) {
            assertThat(service.until("Installed features")).contains("started in");
            assertThat(probe(staged, environment, "live").status()).isZero();
            Ran ready = probe(staged, environment, "ready");
            assertThat(ready.status()).isEqualTo(1);
            assertThat(ready.output()).contains("503");
            assertThat(service.terminate().status()).isIn(0, 143);
        }
    }

    /** With a first key to put into that database, as compose and chart start it. */
    @Test
    void theGatewaySaysThatItsDatabaseIsMissingAndWaits() throws Exception {
        StagedRoot staged = StagedRoot.of("gateway", folder);
        Map<String, String> environment = environment(Ports.orFree(0));
        environment.put("CARRYOVER_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/carryover");
        environment.put("CARRYOVER_GATEWAY_AUTH_KEYS", "true");
        environment.put("CARRYOVER_GATEWAY_AUTH_BOOTSTRAP_KEY", "co_operator_" + "0".repeat(64));
        try (var service = staged.launch(environment)) {
            assertThat(service.until("Installed features"))
                    .contains("DATABASE_UNAVAILABLE", "127.0.0.1:1 refused", "started in");
            assertThat(probe(staged, environment, "live").status()).isZero();
            Ran ready = probe(staged, environment, "ready");
            assertThat(ready.status()).isEqualTo(1);
            assertThat(ready.output()).contains("503");
            assertThat(service.terminate().status()).isIn(0, 143);
        }
    }

    @Test
    void theCommandAnswers() throws Exception {
        try (var command = StagedRoot.of("cli", folder).launch(Map.of(), "admin", "init", "--help")) {
            Ran ran = command.end();

            assertThat(ran.status()).as(ran.output()).isZero();
            assertThat(ran.output()).contains("CARRYOVER_KAFKA_BOOTSTRAP");
        }
    }

    @Test
    void theCacheOfClassesIsMadeAndTaken() throws Exception {
        StagedRoot staged = StagedRoot.of("analysis", folder);
        Map<String, String> environment = environment(Ports.orFree(0));
        Ran trained = Ran.program(
                List.of(
                        "bash",
                        Repository.IMAGES.resolve("train").toString(),
                        staged.home().toString(),
                        StagedRoot.java()),
                environment);
        assertThat(trained.status()).as(trained.output()).isZero();

        // Told so, the JVM refuses to start without the cache, instead of starting slowly.
        environment.put("JDK_JAVA_OPTIONS", "-Xmx256m -XX:AOTMode=on");
        try (var service = staged.launch(environment)) {
            assertThat(service.until("Installed features")).contains("started in");
        }
    }

    /** Only where the build made one: {@code mvn -Psbom}. */
    @Test
    void theBillOfMaterialsListsTheLibraries() throws Exception {
        assumeThat(Repository.ROOT.resolve("services/analysis/target/sbom.cdx.json"))
                .exists();
        StagedRoot staged = StagedRoot.of("analysis", folder);
        Set<String> listed = Pattern.compile("\"pkg:maven/([^/]+)/([^@]+)@([^?\"]+)\\?type=jar")
                .matcher(Files.readString(staged.root().resolve("usr/share/doc/carryover/sbom.cdx.json")))
                .results()
                .map(purl -> purl.group(1) + "." + purl.group(2) + "-" + purl.group(3) + ".jar")
                .collect(Collectors.toSet());

        try (Stream<Path> libraries = Files.list(staged.home().resolve("lib"))) {
            // Quarkus adds parts of its own when it packages, which no POM names.
            assertThat(libraries.map(library -> library.getFileName().toString()))
                    .filteredOn(library -> !library.startsWith("io.quarkus."))
                    .hasSizeGreaterThan(100)
                    .isSubsetOf(listed);
        }
    }

    @Test
    void theSameInputGivesTheSameLayers() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        StagedRoot.stage("analysis", first);
        StagedRoot.stage("analysis", second);

        assertThat(Files.mismatch(first.resolve("lib.tar"), second.resolve("lib.tar")))
                .isEqualTo(-1);
        assertThat(Files.mismatch(first.resolve("app.tar"), second.resolve("app.tar")))
                .isEqualTo(-1);
    }

    @Test
    void everythingBelongsToRootButTheFolderOfTheService() throws Exception {
        StagedRoot.stage("analysis", folder.resolve("analysis"));

        for (String layer : List.of("lib.tar", "app.tar")) {
            Ran listed = Ran.program(
                    "tar",
                    "--numeric-owner",
                    "-tvf",
                    folder.resolve("analysis").resolve(layer).toString());
            assertThat(listed.status()).isZero();
            assertThat(listed.output().lines())
                    .isNotEmpty()
                    .allMatch(line -> line.contains("var/lib/carryover")
                            ? line.matches("drwx------ 65532/65532 .*")
                            : line.matches("[d-]rw.r-.r-. 0/0 .* (opt/carryover|usr)/.*"));
        }
    }

    @Test
    void thePlainFlavourAloneHasCudaRefused() throws Exception {
        Ran ran = Ran.program(
                "bash", Repository.IMAGES.resolve("stage").toString(), "gateway", folder.toString(), "cuda");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.output()).contains("gateway has no flavour cuda");
    }

    private Map<String, String> environment(int port) throws IOException {
        var environment = new HashMap<String, String>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("CARRYOVER_KAFKA_BOOTSTRAP", "127.0.0.1:1");
        environment.put("CARRYOVER_S3_ENDPOINT", "http://127.0.0.1:1");
        environment.put(
                "CARRYOVER_ANALYSIS_FOLDER",
                Files.createDirectories(folder.resolve("scratch")).toString());
        return environment;
    }

    /** As the Compose file asks for health. */
    private static Ran probe(StagedRoot staged, Map<String, String> environment, String check) throws Exception {
        return Ran.program(
                List.of(
                        StagedRoot.java(),
                        "-cp",
                        staged.home().resolve("health.jar").toString(),
                        HealthProbe.class.getName(),
                        check),
                environment);
    }
}
