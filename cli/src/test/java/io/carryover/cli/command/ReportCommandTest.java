/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.carryover.cli.Main;
import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.api.ReportRequest;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Reports and exports against answers of a gateway, and what is refused before one is asked. */
class ReportCommandTest {
    @TempDir
    Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<byte[]> posted = new ArrayList<>();
    private HttpServer server;
    private GatewayClient client;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        EvaluationCell cell = new EvaluationCell(
                "gone",
                0,
                TaskRequest.parse("linear:digits"),
                "linear:digits",
                "scored",
                Optional.of(new JobKey("a1")));
        answer("/v1/evaluations/e-1/cells", 200, Json.bytes(List.of(cell)));
        answer(
                "/v1/evaluations/e-1",
                200,
                Json.bytes(new EvaluationView(
                        new EvaluationId("e-1"),
                        "first",
                        "completed",
                        Instant.EPOCH,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty())));
        answer("/v1/backbones/gone", 404, Json.bytes(Problem.of(ErrorCode.NOT_FOUND, "no backbone 'gone'")));
        answer("/v1/datasets/digits", 404, Json.bytes(Problem.of(ErrorCode.NOT_FOUND, "no dataset 'digits'")));
        answer("/v1/reports", 200, "# card ±\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatTheGatewaySaysIsSentAndTheCardIsPrintedOrWritten() throws IOException {
        assertThat(report("e-1").write(client)).isZero();
        assertThat(out.toString()).isEqualTo("# card ±\n");
        ReportRequest request = Json.read(posted.getFirst(), ReportRequest.class);
        assertThat(request.evaluation().name()).isEqualTo("first");
        assertThat(request.cells()).extracting(EvaluationCell::backbone).containsExactly("gone");
        assertThat(request.backbones()).isEmpty();

        Path file = folder.resolve("card.html");
        assertThat(report("e-1", "--format", "html", "--out", file.toString(), "--json")
                        .write(client))
                .isZero();
        assertThat(file).hasContent("# card ±\n");
        assertThat(out.toString())
                .endsWith("{\"evaluation\":\"e-1\",\"format\":\"html\",\"file\":\"%s\"}\n".formatted(file));
        assertThat(folder.toFile().list()).containsExactly("card.html");
    }

    @Test
    void anUnknownEvaluationIsNotFound() {
        answer("/v1/evaluations/e-2", 404, Json.bytes(Problem.of(ErrorCode.NOT_FOUND, "no evaluation 'e-2'")));

        assertThatThrownBy(() -> report("e-2").write(client))
                .hasMessage("no evaluation 'e-2'")
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void whereNothingCanBeWrittenNobodyIsAsked() throws IOException {
        Files.writeString(folder.resolve("file"), "x");

        refused("is a folder, a file is written", "report", "e-1", "--out", folder.toString());
        refused(
                "there is no folder",
                "report",
                "e-1",
                "--out",
                folder.resolve("no/x.md").toString());
        refused(
                "there is no folder",
                "export",
                "--format",
                "csv",
                "--out",
                folder.resolve("no/x.csv").toString());
        refused("is there and not empty", "export", "--format", "mlflow", "--out", folder.toString());
        refused(
                "is no folder",
                "export",
                "--format",
                "wandb",
                "--out",
                folder.resolve("file").toString());
    }

    private void refused(String why, String... args) {
        CommandLine line = line();
        assertThat(line.execute(args)).isEqualTo(1);
        assertThat(err.toString().lines().toList().getLast())
                .startsWith("carryover: OUTPUT_NOT_WRITABLE ")
                .contains(why);
    }

    @Test
    void filesOfOtherToolsAreWrittenWhole() throws IOException {
        answer("/v1/exports/parquet", 200, "PAR1".getBytes(StandardCharsets.US_ASCII));
        answer("/v1/exports/mlflow", 200, zip("mlruns/1/meta.yaml"));
        answer("/v1/results", 200, Json.bytes(Map.of("items", List.of(Map.of("value", 1.5)))));

        assertThat(export("parquet", "a.parquet").write(client)).isZero();
        assertThat(export("mlflow", "m").write(client)).isZero();
        assertThat(export("json", "a.json").write(client)).isZero();

        assertThat(folder.resolve("a.parquet")).hasContent("PAR1");
        assertThat(folder.resolve("m/mlruns/1/meta.yaml")).hasContent("x");
        assertThat(folder.resolve("a.json")).hasContent("[{\"value\":1.5}]");
    }

    @Test
    void anArchiveCannotLeaveItsFolder() throws IOException {
        answer("/v1/exports/wandb", 200, zip("../outside"));

        assertThatThrownBy(() -> export("wandb", "w").write(client)).hasMessageContaining("would lie outside of");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    private static byte[] zip(String name) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write('x');
        }
        return bytes.toByteArray();
    }

    private ReportCommand report(String... args) {
        return (ReportCommand) parsed("report", args);
    }

    private ExportCommand export(String format, String name) {
        return (ExportCommand) parsed(
                "export", "--format", format, "--out", folder.resolve(name).toString());
    }

    private Object parsed(String command, String... args) {
        CommandLine root = line();
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(args));
        root.parseArgs(all.toArray(String[]::new));
        return Objects.requireNonNull(root.getSubcommands().get(command)).getCommand();
    }

    private CommandLine line() {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line;
    }

    private void answer(String path, int status, byte[] body) {
        server.createContext(path, exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                posted.add(exchange.getRequestBody().readAllBytes());
            }
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
