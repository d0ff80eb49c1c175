/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.results.export.CsvLine;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results as CSV (RFC 4180): a header, one line per result, numbers in full precision. */
final class Csv {
    private static final List<String> HEADER =
            List.of(("result,backbone,origin,dataset,role,task,metric,protocol,grid,seed,variant,value,unit,"
                            + "higher_is_better,n,ci95_lo,ci95_hi,interval,revision,at,job")
                    .split(","));

    private Csv() {}

    static String of(List<ResultView> results) {
        return results.stream().map(Csv::line).collect(Collectors.joining("", CsvLine.of(HEADER), ""));
    }

    private static String line(ResultView r) {
        return CsvLine.of(Stream.<Object>of(
                        r.result(),
                        r.backbone(),
                        r.origin(),
                        r.dataset(),
                        r.role(),
                        r.task(),
                        r.metric(),
                        r.protocol(),
                        r.grid(),
                        r.seed(),
                        r.variant(),
                        r.value(),
                        r.unit(),
                        r.higherIsBetter(),
                        r.n(),
                        r.ci95().lo(),
                        r.ci95().hi(),
                        r.ci95().method(),
                        r.revision(),
                        r.at(),
                        r.job())
                .toList());
    }
}
