/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.checks.PromQl.LabelMatcher;
import io.carryover.checks.PromQl.Selector;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up == 0 | up",
                "sum by (job, queue) (a_total) / sum(b) without (c) | a_total b",
                "a unless on (job) b > 14.4 * 0.01 | a b",
                "a and on () sum(b) > 0 | a b",
                "x * on (a) group_left (c) y | x y",
                "(a unless a offset 15m) or increase(a[15m]) | a a a",
                "job:a:rate5m > bool 3 | job:a:rate5m",
                "time() - process_start_time_seconds | process_start_time_seconds",
                "topk(10, sum by (le) (rate(a_bucket[5m]))) | a_bucket",
                "a{b=\"up (x) [y] {z}\"} | a"
            })
    void findsTheMetrics(String expression, String metrics) {
        assertThat(PromQl.selectors(expression).stream().map(Selector::metric)).containsExactly(metrics.split(" "));
    }

    @Test
    void readsMatchersRangeAndFunction() {
        assertThat(PromQl.selectors("sum(rate(a{job=~\"$job\", x!=\"1\"}[$__rate_interval]))"))
                .containsExactly(new Selector(
                        "a",
                        List.of(new LabelMatcher("job", "=~", "$job"), new LabelMatcher("x", "!=", "1")),
                        Optional.of("$__rate_interval"),
                        "rate"));
    }

    @Test
    void aSelectorWithoutNameIsFoundToo() {
        assertThat(PromQl.selectors("count({job=\"a\"})"))
                .containsExactly(
                        new Selector("", List.of(new LabelMatcher("job", "=", "a")), Optional.empty(), "count"));
    }

    @Test
    void writesASelectorAsText() {
        assertThat(PromQl.selectors("rate(a{b=\"c\",d!~\"e\"}[5m])").getFirst().text())
                .isEqualTo("a{b=\"c\",d!~\"e\"}");
    }
}
