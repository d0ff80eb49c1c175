/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import com.google.protobuf.CodedOutputStream;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Measured;
import io.carryover.results.export.TrackedRuns.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Results as runs that Weights &amp; Biases keeps while it is offline, for {@code wandb sync}: a log of messages for each. Field
 * numbers are those of wandb/proto/wandb_internal.proto in wandb/wandb, 0.30.
 */
public final class WandbRuns {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
    /** The oldest server that W&amp;B's own 0.30 writes for (core/internal/version). */
    private static final String OLDEST_SERVER = "0.70.0";

    // Record
    private static final int NUM = 1;
    private static final int HISTORY = 2;
    private static final int SUMMARY = 3;
    private static final int RUN = 17;
    private static final int EXIT = 18;
    private static final int HEADER = 21;
    // ConfigRecord, SummaryRecord: update; HistoryRecord: item. Each item: key, value_json
    private static final int ITEM = 1;
    private static final int KEY = 1;
    private static final int VALUE_JSON = 16;

    private WandbRuns() {}

    /** Files by their path. */
    public static SortedMap<String, byte[]> of(List<ResultRecord> records) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Run run : TrackedRuns.of(records)) {
            String id = run.id().substring(0, 16);
            String folder = "wandb/offline-run-%s-%s".formatted(STAMP.format(run.from()), id);
            files.put(folder + "/run-" + id + ".wandb", log(run, id));
            files.put(
                    folder + "/files/results.json",
                    Json.bytes(run.records().stream().map(Measured::record).toList()));
        }
        return files;
    }

    private static byte[] log(Run run, String id) {
        List<Message> messages = new ArrayList<>();
        messages.add(out -> message(
                out,
                HEADER,
                header -> message(header, 1, version -> {
                    version.writeString(1, "carryover");
                    version.writeString(2, OLDEST_SERVER);
                })));
        messages.add(out -> message(out, RUN, body -> run(body, run, id)));
        messages.add(out -> message(out, HISTORY, history -> {
            items(history, values(run));
            message(history, 2, step -> step.writeInt64(1, 0));
        }));
        messages.add(out -> message(out, SUMMARY, summary -> items(summary, values(run))));
        messages.add(out -> message(
                out,
                EXIT,
                exit -> exit.writeInt32(
                        2,
                        Math.toIntExact(run.to().getEpochSecond() - run.from().getEpochSecond()))));
        var log = new RecordLog();
        for (int i = 0; i < messages.size(); i++) {
            int number = i + 1;
            Message message = messages.get(i);
            log.add(bytes(out -> {
                out.writeInt64(NUM, number);
                message.write(out);
            }));
        }
        return log.bytes();
    }

    private static void run(CodedOutputStream out, Run run, String id) throws IOException {
        out.writeString(1, id);
        out.writeString(3, "carryover");
        message(out, 4, config -> items(config, run.parameters()));
        out.writeString(7, "evaluation");
        out.writeString(8, run.name());
        out.writeString(9, TrackedRuns.note(run));
        out.writeString(10, "carryover");
        Instant from = run.from();
        message(out, 17, stamp -> {
            stamp.writeInt64(1, from.getEpochSecond());
            stamp.writeInt32(2, from.getNano());
        });
    }

    /** The one step of the run. */
    private static SortedMap<String, Object> values(Run run) {
        SortedMap<String, Object> values = new TreeMap<>(run.metrics());
        values.put("_step", 0);
        values.put("_timestamp", run.to().toEpochMilli() / 1000.0);
        values.put("_runtime", run.to().getEpochSecond() - run.from().getEpochSecond());
        return values;
    }

    private static void items(CodedOutputStream out, Map<String, ?> values) throws IOException {
        for (Map.Entry<String, ?> value : values.entrySet()) {
            message(out, ITEM, item -> {
                item.writeString(KEY, value.getKey());
                item.writeString(VALUE_JSON, Json.text(value.getValue()));
            });
        }
    }

    /** Fields of a message. */
    @FunctionalInterface
    private interface Message {
        void write(CodedOutputStream out) throws IOException;
    }

    private static void message(CodedOutputStream out, int field, Message fields) throws IOException {
        out.writeByteArray(field, bytes(fields));
    }

    private static byte[] bytes(Message fields) {
        var bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * LevelDB's log of records (doc/log_format.md of google/leveldb), as W&amp;B writes it: seven bytes before the first block that
     * count as a part of it, and CRC-32 where LevelDB has CRC-32C (wandb/sdk/internal/datastore.py).
     */
    private static final class RecordLog {
        private static final int BLOCK = 32 * 1024;
        private static final int HEAD = 7;
        private static final int FULL = 1;
        private static final int FIRST = 2;
        private static final int MIDDLE = 3;
        private static final int LAST = 4;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        RecordLog() {
            out.writeBytes(":W&B".getBytes(StandardCharsets.US_ASCII));
            // Magic 0xBEE1, little-endian, and version 0.
            out.write(0xe1);
            out.write(0xbe);
            out.write(0);
        }

        void add(byte[] record) {
            int from = 0;
            boolean begins = true;
            do {
                int room = BLOCK - out.size() % BLOCK;
                if (room < HEAD) {
                    out.writeBytes(new byte[room]);
                    room = BLOCK;
                }
                int length = Math.min(record.length - from, room - HEAD);
                boolean ends = from + length == record.length;
                piece(record, from, length, begins ? (ends ? FULL : FIRST) : ends ? LAST : MIDDLE);
                from += length;
                begins = false;
            } while (from < record.length);
        }

        private void piece(byte[] record, int from, int length, int type) {
            var crc = new java.util.zip.CRC32();
            crc.update(type);
            crc.update(record, from, length);
            long sum = crc.getValue();
            for (int shift = 0; shift < 32; shift += 8) {
                out.write((int) (sum >>> shift));
            }
            out.write(length);
            out.write(length >>> 8);
            out.write(type);
            out.write(record, from, length);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
