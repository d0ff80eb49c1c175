/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results as CSV (RFC 4180): a header, one line per result, numbers in full precision. */
final class Csv {
    private static final String HEADER =
            "result,backbone,origin,dataset,role,task,metric,protocol,grid,seed,variant,value,unit,"
                    + "higher_is_better,n,ci95_lo,ci95_hi,interval,revision,at,job";

    private Csv() {}

    static String of(List<ResultView> results) {
        return Stream.concat(Stream.of(HEADER), results.stream().map(Csv::line))
                .map(line -> line + "\r\n")
                .collect(Collectors.joining());
    }

    private static String line(ResultView r) {
        return Stream.of(
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
                .map(Object::toString)
                .map(Csv::field)
                .collect(Collectors.joining(","));
    }

    /** Quoted where it must be; a text that a spreadsheet would run as a formula is made a text. */
    private static String field(String text) {
        String safe = !text.isEmpty() && "=+@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
