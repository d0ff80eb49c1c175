/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this command was built from. */
public final class Build {
    private Build() {}

    /** {@code version}; or the version of a library that features come from: {@code onnx}, {@code pytorch}. */
    public static String property(String name) {
        var properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("/carryover-version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(name, "unknown");
    }
}
