/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.analyze;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.published.StudyTables;
import io.carryover.protocols.analysis.PublishedScores;
import io.carryover.protocols.analysis.ResultsCsv;
import io.carryover.protocols.analysis.Score;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose scores: never both in one table, as published and measured numbers share no column. */
public final class ScoreSource {
    private static final long MOST_BYTES = 256L << 20;

    @Option(names = "--published", required = true, description = "The bundled tables of the study: 14 models.")
    boolean published;

    @Option(
            names = "--results",
            required = true,
            paramLabel = "FILE",
            description =
                    "Results as CSV: what `GET /v1/results?format=csv` gives, or columns model,task,dataset,metric,value (docs/analysis.md).")
    @Nullable
    Path results;

    /** The scores. */
    List<Score> scores() {
        return results == null ? PublishedScores.of(StudyTables::text) : read(results);
    }

    private static List<Score> read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                throw new CarryoverException(
                        ErrorCode.INVALID_RESULTS, "%s has more than %d MiB".formatted(file, MOST_BYTES >> 20));
            }
            return ResultsCsv.read(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new CarryoverException(ErrorCode.INVALID_RESULTS, file + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, file + " can't be read", e);
        }
    }
}
