/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.Score;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Outputs;
import io.carryover.results.export.Parquet.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Results as Parquet, in long form: a row per number, with its interval, its protocol and all digests. */
public final class ResultsParquet {
    private static final List<Column<Measured>> COLUMNS = List.of(
            text("result", m -> m.id().hex()),
            text("backbone", m -> m.record().backbone().name()),
            text("origin", m -> m.record().backbone().origin()),
            text("recipe", m -> m.record().backbone().recipe()),
            text("backbone_sha256", m -> m.record().key().backbone().hex()),
            digest("tensors_sha256", m -> m.record().backbone().tensors().orElse(null)),
            digest("checkpoint_sha256", m -> m.record().backbone().checkpoint().orElse(null)),
            text("dataset", m -> m.record().dataset().name()),
            text("dataset_sha256", m -> m.record().key().dataset().hex()),
            text("role", m -> m.record().dataset().role()),
            text("licence", m -> m.record().dataset().attribution().licence()),
            text("citation", m -> m.record().dataset().attribution().citation()),
            text("task", m -> m.record().key().task()),
            text("metric", m -> m.record().key().metric()),
            text("protocol", m -> m.record().key().protocol().id()),
            text("grid", m -> m.record().key().grid()),
            number("seed", m -> m.record().key().seed()),
            text("variant", m -> m.record().key().variant().id()),
            real("value", Score::value),
            text("unit", m -> m.score().unit()),
            new Column<>("higher_is_better", Parquet.Type.BOOLEAN, false, m -> m.score()
                    .higherIsBetter()),
            number("n", m -> m.score().n()),
            real("ci95_lo", score -> score.ci95().lo()),
            real("ci95_hi", score -> score.ci95().hi()),
            text("interval", m -> m.score().ci95().method()),
            text(
                    "warnings",
                    m -> String.join("\n", Outputs.warnings(m.record().output().orElseThrow()))),
            number("revision", m -> (long) m.record().revision()),
            new Column<>("at", Parquet.Type.TIMESTAMP, false, m -> m.record().at()),
            text("job", m -> m.record().job().value()),
            number("threads", m -> (long) m.record().provenance().threads()),
            text("carryover", m -> m.record().provenance().codeVersion()));

    private ResultsParquet() {}

    /** Writes all of it; {@code out} stays open. */
    public static void write(List<ResultRecord> records, OutputStream out) throws IOException {
        Parquet.write(out, COLUMNS, records.stream().map(Measured::of).toList(), "carryover");
    }

    private static Column<Measured> text(String name, Function<Measured, @Nullable Object> value) {
        return new Column<>(name, Parquet.Type.TEXT, false, value);
    }

    private static Column<Measured> digest(String name, Function<Measured, @Nullable Sha256> value) {
        return new Column<>(name, Parquet.Type.TEXT, true, m -> {
            Sha256 digest = value.apply(m);
            return digest == null ? null : digest.hex();
        });
    }

    private static Column<Measured> number(String name, Function<Measured, @Nullable Object> value) {
        return new Column<>(name, Parquet.Type.LONG, false, value);
    }

    private static Column<Measured> real(String name, Function<Score, @Nullable Object> value) {
        return new Column<>(name, Parquet.Type.DOUBLE, false, m -> value.apply(m.score()));
    }
}
