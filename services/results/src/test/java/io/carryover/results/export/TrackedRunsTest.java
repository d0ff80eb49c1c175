/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.contracts.result.ResultRecord.DatasetFacts;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class TrackedRunsTest {
    private static final BackboneFacts SIMCLR = DemoResults.backbone("simclr");

    private final ResultRecord study = Records.linear(SIMCLR, DemoResults.DIGITS, ProtocolId.STUDY, 90, 1, 900);

    @Test
    void numbersThatMustNotShareAColumnNeverShareAName() {
        DatasetFacts twin = new DatasetFacts("digits", "target", "another import", DemoResults.DIGITS.attribution());
        List<ResultRecord> records = List.of(
                study,
                Records.linear(SIMCLR, DemoResults.DIGITS, ProtocolId.CONVERGED, 91, 1, 900),
                Records.linear(SIMCLR, DemoResults.DIGITS, new ProtocolId("study", 2), 92, 1, 900),
                Records.grid(study, "labels-20"),
                Records.grid(study, "episodes-600-draw-1"),
                Records.metric(study, "mean-per-class"),
                Records.seed(study, 1),
                Records.fewShot(SIMCLR, DemoResults.DIGITS, 5, 70, 0.4),
                Records.fewShot(SIMCLR, DemoResults.DIGITS, 20, 80, 0.4),
                Records.linear(SIMCLR, DemoResults.FASHION, ProtocolId.STUDY, 80, 1, 900),
                Records.dataset(study, twin, "second import"),
                Records.variant(study, new Variant(Engine.PYTORCH, Precision.FP32, DeviceClass.CPU)));

        List<TrackedRuns.Run> runs = TrackedRuns.of(records);

        assertThat(runs)
                .extracting(TrackedRuns.Run::name)
                .containsExactly("simclr, onnx-fp32-cpu", "simclr, pytorch-fp32-cpu");
        assertThat(runs)
                .extracting(TrackedRuns.Run::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{32}"));
        // Each number and the two ends of its interval.
        assertThat(runs.getFirst().metrics()).hasSize(3 * 11);
        assertThat(runs.getLast().metrics()).hasSize(3);
        assertThat(runs.getFirst().metrics().keySet())
                .contains("fashion-mnist/linear.top1.study-1.full", "fashion-mnist/linear.top1.study-1.full.ci95_lo")
                .anyMatch(name -> name.matches("digits-[0-9a-f]{12}/linear\\.top1\\.study-1\\.full\\.seed1"));
        assertThat(columns(records)).hasSize(11);
    }

    /** As the board tells columns apart, and by seed. */
    private static Set<String> columns(List<ResultRecord> records) {
        Set<String> columns = new HashSet<>();
        records.forEach(record ->
                columns.add(Measured.of(record).columnId() + record.key().seed()));
        return columns;
    }

    @Test
    void mlflowFindsExperimentRunsMetricsAndParametersWhereItsFileStoreHasThem() {
        SortedMap<String, byte[]> files = MlflowRuns.of(DemoResults.all());

        List<String> metas = files.keySet().stream()
                .filter(path -> path.endsWith("meta.yaml"))
                .toList();
        // Every seed of the control is a backbone of its own name's digest.
        assertThat(metas).hasSize(1 + TrackedRuns.of(DemoResults.all()).size());
        Map<String, Object> experiment =
                yaml(files, metas.getLast().length() < metas.getFirst().length() ? metas.getLast() : metas.getFirst());
        assertThat(experiment).containsEntry("name", "carryover").containsEntry("lifecycle_stage", "active");
        for (String meta :
                metas.stream().filter(path -> path.split("/").length == 4).toList()) {
            Map<String, Object> run = yaml(files, meta);
            String folder = meta.substring(0, meta.lastIndexOf('/'));
            assertThat(folder).isEqualTo("mlruns/%s/%s".formatted(run.get("experiment_id"), run.get("run_id")));
            assertThat(run)
                    .containsEntry("experiment_id", experiment.get("experiment_id"))
                    .containsEntry("run_uuid", run.get("run_id"))
                    .containsEntry("artifact_uri", folder + "/artifacts")
                    .containsEntry("status", 3)
                    .containsEntry("source_type", 4);
            assertThat(run.get("start_time")).isInstanceOf(Long.class);
            assertThat(files).containsKey(folder + "/params/recipe").containsKey(folder + "/tags/mlflow.runName");
            assertThat(files.keySet().stream().filter(path -> path.startsWith(folder + "/metrics/")))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(text(files, path)).matches("\\d{13} [-0-9.E]+ 0\n"));
        }
        assertThat(files.keySet().stream()
                        .filter(path -> path.endsWith("/metrics/digits/linear.top1.study-1.full"))
                        .map(path -> text(files, path).split(" ")[1]))
                .contains("96.11", "94.66");
    }

    @Test
    void aHostileNameLeadsToNoOtherFolderAndBreaksNoFile() {
        String hostile = "../../x: \"y\"\n- z #";
        DatasetFacts dataset = new DatasetFacts("../etc", "target", "", DemoResults.DIGITS.attribution());
        ResultRecord record = Records.linear(Records.checkpoint(hostile, "h"), dataset, ProtocolId.STUDY, 90, 1, 900);

        SortedMap<String, byte[]> files = MlflowRuns.of(List.of(record));
        files.putAll(WandbRuns.of(List.of(record)));

        assertThat(files.keySet())
                .allSatisfy(
                        path -> assertThat(Path.of(path).normalize().toString()).isEqualTo(path));
        assertThat(files.keySet()).noneMatch(path -> path.startsWith("..") || path.startsWith("/"));
        String meta = files.keySet().stream()
                .filter(path -> path.endsWith("meta.yaml") && path.split("/").length == 4)
                .findFirst()
                .orElseThrow();
        assertThat(yaml(files, meta)).containsEntry("run_name", hostile + ", onnx-fp32-cpu");
    }

    @Test
    void weightsAndBiasesFindsARunItsConfigItsNumbersAndItsEnd() throws IOException {
        SortedMap<String, byte[]> files = WandbRuns.of(List.of(study));

        String path = files.firstKey().endsWith(".wandb") ? files.firstKey() : files.lastKey();
        assertThat(path).matches("wandb/offline-run-20260301_115951-([0-9a-f]{16})/run-\\1\\.wandb");
        List<byte[]> records = Log.read(files.getOrDefault(path, new byte[0]));
        // Record: header 21, run 17, history 2, summary 3, exit 18.
        assertThat(records)
                .extracting(record -> Proto.of(record).fields.keySet())
                .containsExactly(Set.of(1, 21), Set.of(1, 17), Set.of(1, 2), Set.of(1, 3), Set.of(1, 18));
        Proto run = Proto.of(records.get(1)).message(17);
        assertThat(run.text(1))
                .isEqualTo(path.substring(path.lastIndexOf("run-") + 4, path.length() - ".wandb".length()));
        assertThat(run.text(3)).isEqualTo("carryover");
        assertThat(run.text(8)).isEqualTo("simclr, onnx-fp32-cpu");
        assertThat(items(run.message(4)))
                .containsEntry("backbone", "\"simclr\"")
                .containsKey("digits.manifest_sha256");
        Map<String, String> summary = items(Proto.of(records.get(3)).message(3));
        assertThat(summary)
                .containsEntry("digits/linear.top1.study-1.full", "90.0")
                .containsEntry("digits/linear.top1.study-1.full.ci95_lo", "89.0")
                .containsEntry("_step", "0");
        assertThat(items(Proto.of(records.get(2)).message(2))).isEqualTo(summary);
    }

    @Test
    void aRecordLongerThanABlockIsCutAndPutTogetherAgain() throws IOException {
        List<ResultRecord> many = new ArrayList<>();
        for (int seed = 0; seed < 2_000; seed++) {
            many.add(Records.seed(study, seed));
        }
        SortedMap<String, byte[]> files = WandbRuns.of(many);
        byte[] log = files.entrySet().stream()
                .filter(file -> file.getKey().endsWith(".wandb"))
                .findFirst()
                .orElseThrow()
                .getValue();

        assertThat(log.length).isGreaterThan(10 * 32 * 1024);
        assertThat(items(Proto.of(Log.read(log).get(3)).message(3))).hasSize(3 * 2_000 + 3);
    }

    private static Map<String, String> items(Proto message) throws IOException {
        Map<String, String> items = new TreeMap<>();
        for (Object item : message.fields.getOrDefault(1, List.of())) {
            Proto pair = Proto.of((byte[]) item);
            items.put(pair.text(1), pair.text(16));
        }
        return items;
    }

    private static Map<String, Object> yaml(SortedMap<String, byte[]> files, String path) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text(files, path));
    }

    private static String text(SortedMap<String, byte[]> files, String path) {
        return new String(files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
    }

    /** A message without its schema: values by field. */
    private record Proto(Map<Integer, List<Object>> fields) {
        static Proto of(byte[] bytes) throws IOException {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            Map<Integer, List<Object>> fields = new LinkedHashMap<>();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                Object value = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT
                        ? (Object) in.readInt64()
                        : in.readByteArray();
                fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), _ -> new ArrayList<>())
                        .add(value);
            }
            return new Proto(fields);
        }

        Proto message(int field) throws IOException {
            return of((byte[]) fields.getOrDefault(field, List.of(new byte[0])).getFirst());
        }

        String text(int field) {
            return new String(
                    (byte[]) fields.getOrDefault(field, List.of(new byte[0])).getFirst(), StandardCharsets.UTF_8);
        }
    }

    /** Reads the log after its description, block by block. */
    private static final class Log {
        static List<byte[]> read(byte[] log) {
            ByteBuffer in = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(new String(log, 0, 4, StandardCharsets.US_ASCII)).isEqualTo(":W&B");
            in.position(4);
            assertThat(in.getShort() & 0xffff).isEqualTo(0xbee1);
            assertThat(in.get()).isZero();
            List<byte[]> records = new ArrayList<>();
            var open = new ByteArrayOutputStream();
            boolean inside = false;
            while (in.hasRemaining()) {
                int room = 32_768 - in.position() % 32_768;
                if (room < 7) {
                    in.position(in.position() + room);
                    continue;
                }
                int crc = in.getInt();
                int length = in.getShort() & 0xffff;
                byte type = in.get();
                assertThat(length).isLessThanOrEqualTo(room - 7);
                byte[] piece = new byte[length];
                in.get(piece);
                CRC32 sum = new CRC32();
                sum.update(type);
                sum.update(piece);
                assertThat(crc).isEqualTo((int) sum.getValue());
                assertThat(inside).isEqualTo(type == 3 || type == 4);
                inside = type == 2 || type == 3;
                open.writeBytes(piece);
                if (type == 1 || type == 4) {
                    records.add(open.toByteArray());
                    open.reset();
                }
            }
            assertThat(inside).isFalse();
            return records;
        }
    }
}
