/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules that turn a file's names into torchvision's. The first rule that matches a whole name decides. */
final class Renames {
    private record Rule(Pattern pattern, Function<MatchResult, String> target) {}

    private final List<Rule> rules = new ArrayList<>();

    /** Adds a rule; {@code target} sees the groups of {@code pattern}. */
    Renames rule(String pattern, Function<MatchResult, String> target) {
        rules.add(new Rule(Pattern.compile(pattern), target));
        return this;
    }

    /** torchvision's name for {@code name}, where a rule has one. */
    Optional<String> of(String name) {
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern().matcher(name);
            if (matcher.matches()) {
                return Optional.of(rule.target().apply(matcher.toMatchResult()));
            }
        }
        return Optional.empty();
    }

    /** A captured number plus {@code add}. */
    static int number(MatchResult match, int group, int add) {
        return Integer.parseInt(match.group(group)) + add;
    }
}
