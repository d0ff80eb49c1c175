/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.Collection;
import java.util.stream.Collectors;

/** Makes text from a file safe to show: one line, no control characters, bounded. */
public final class Printable {
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_LINE = 600;

    private Printable() {}

    /** The text with everything outside printable ASCII replaced by {@code ?}, cut at 120 characters. */
    public static String of(String text) {
        return of(text, LONGEST_NAME);
    }

    /** As {@link #of}, cut at 600 characters: a whole message. */
    public static String line(String text) {
        return of(text, LONGEST_LINE);
    }

    private static String of(String text, int longest) {
        int end = Math.min(text.length(), longest);
        StringBuilder shown = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return end < text.length() ? shown.append("...").toString() : shown.toString();
    }

    /** At most ten names and then a count of the others. */
    public static String list(Collection<String> names) {
        String shown = names.stream().limit(10).map(Printable::of).collect(Collectors.joining(", "));
        return names.size() > 10 ? shown + " and " + (names.size() - 10) + " more" : shown;
    }
}
