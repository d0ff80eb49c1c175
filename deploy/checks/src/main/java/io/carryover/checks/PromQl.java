/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.checks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression reads: enough of a reader to hold expressions to conventions. Whether one is valid, Prometheus
 * itself says.
 */
public final class PromQl {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|[A-Za-z_:][A-Za-z0-9_:]*|\\$\\w+|[0-9][A-Za-z0-9_.]*|[=!]~|[=!<>]=|.",
            Pattern.DOTALL);
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset", "bool", "atan2");
    /** What names labels: none of the words in its parentheses is a metric. */
    private static final Set<String> LABEL_LISTS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

    private final List<String> tokens = new ArrayList<>();
    private final List<Selector> selectors = new ArrayList<>();
    private int at;

    private PromQl(String expression) {
        Matcher matcher = TOKEN.matcher(expression);
        while (matcher.find()) {
            if (!matcher.group().isBlank()) {
                tokens.add(matcher.group());
            }
        }
    }

    /** One condition on a label. */
    public record LabelMatcher(String label, String operator, String value) {}

    /**
     * Series that an expression reads.
     *
     * @param metric name; empty where only labels select
     * @param range between the brackets, as it stands there
     * @param function the call whose argument it is; empty for none
     */
    public record Selector(String metric, List<LabelMatcher> matchers, Optional<String> range, String function) {
        /** As text, without its range. */
        public String text() {
            List<String> parts = matchers.stream()
                    .map(each -> each.label() + each.operator() + '"' + each.value() + '"')
                    .toList();
            return metric + "{" + String.join(",", parts) + "}";
        }
    }

    /** All selectors of an expression, in order. */
    public static List<Selector> selectors(String expression) {
        var reader = new PromQl(expression);
        reader.read();
        return List.copyOf(reader.selectors);
    }

    private void read() {
        Deque<String> calls = new ArrayDeque<>();
        String callee = "";
        while (at < tokens.size()) {
            String token = tokens.get(at++);
            if (token.equals("(")) {
                calls.push(callee);
                callee = "";
            } else if (token.equals(")")) {
                calls.poll();
            } else if (LABEL_LISTS.contains(token)) {
                skipLabels();
            } else if (isName(token) && !OPERATORS.contains(token)) {
                // "sum (…)", and "sum by (…) (…)".
                if (peek("(") || peek("by") || peek("without")) {
                    callee = token;
                } else {
                    selector(token, Optional.ofNullable(calls.peek()).orElse(""));
                }
            } else if (token.equals("{")) {
                at--;
                selector("", Optional.ofNullable(calls.peek()).orElse(""));
            }
        }
    }

    private void selector(String metric, String function) {
        List<LabelMatcher> matchers = peek("{") ? matchers() : List.of();
        Optional<String> range = Optional.empty();
        if (peek("[")) {
            int end = tokens.subList(at, tokens.size()).indexOf("]") + at;
            range = Optional.of(String.join("", tokens.subList(at + 1, end)));
            at = end + 1;
        }
        selectors.add(new Selector(metric, matchers, range, function));
    }

    private List<LabelMatcher> matchers() {
        List<LabelMatcher> matchers = new ArrayList<>();
        at++;
        while (at < tokens.size() && !peek("}")) {
            if (peek(",")) {
                at++;
                continue;
            }
            String quoted = tokens.get(at + 2);
            matchers.add(
                    new LabelMatcher(tokens.get(at), tokens.get(at + 1), quoted.substring(1, quoted.length() - 1)));
            at += 3;
        }
        at++;
        return matchers;
    }

    private void skipLabels() {
        if (peek("(")) {
            at = tokens.subList(at, tokens.size()).indexOf(")") + at + 1;
        }
    }

    private boolean peek(String token) {
        return at < tokens.size() && tokens.get(at).equals(token);
    }

    private static boolean isName(String token) {
        char first = token.charAt(0);
        return Character.isLetter(first) || first == '_' || first == ':';
    }
}
