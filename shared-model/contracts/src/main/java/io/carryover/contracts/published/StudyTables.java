/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.published;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The bundled tables of Ericsson, Gouk and Hospedales (CVPR 2021), one CSV each, one row per printed number. */
public final class StudyTables {
    /** Where the numbers were printed. */
    public static final String SOURCE =
            "Ericsson, Gouk and Hospedales, How Well Do Self-Supervised Models Transfer?, CVPR 2021, arXiv 2011.13377v2";

    /** Name that the tables have among imported ones. */
    public static final String NAME = "study";

    /** To be raised whenever a number or a column changes: a test holds it to the tables' digest. */
    public static final int EDITION = 1;

    /** How to cite them. */
    public static final String CITATION =
            "L. Ericsson, H. Gouk, T. M. Hospedales. How Well Do Self-Supervised Models Transfer? CVPR 2021, pp. 5414-5423.";

    /** On what terms. */
    public static final String LICENCE = "facts of a publication, cited";

    private StudyTables() {}

    /** The text of {@code published/NAME.csv}, which has to be there. */
    public static String text(String name) {
        String path = "/published/" + name + ".csv";
        try (InputStream in = Objects.requireNonNull(StudyTables.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.INTERNAL, path + " can't be read", e);
        }
    }
}
