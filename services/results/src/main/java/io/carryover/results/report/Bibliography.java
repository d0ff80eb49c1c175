/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.results.export.Latex;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** BibTeX of what numbers rest on. */
final class Bibliography {
    /** CITATION.cff has the same. */
    private static final String STUDY = """
            @inproceedings{ericsson2021well,
              title = {How Well Do Self-Supervised Models Transfer?},
              author = {Ericsson, Linus and Gouk, Henry and Hospedales, Timothy M.},
              booktitle = {IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)},
              year = {2021},
              eprint = {2011.13377},
              archivePrefix = {arXiv}
            }
            """;

    private Bibliography() {}

    /** The study, Carryover, and every dataset and backbone whose citation is known, as it was given. */
    static String of(String version, Map<String, Attribution> datasets, Map<String, Attribution> backbones) {
        return STUDY
                + """

                @software{carryover,
                  title = {Carryover},
                  author = {{The Carryover authors}},
                  version = {%s}
                }
                """.formatted(Latex.escaped(version))
                + entries("dataset", datasets)
                + entries("backbone", backbones);
    }

    private static String entries(String kind, Map<String, Attribution> given) {
        SortedMap<String, Attribution> known = new TreeMap<>(given);
        known.values().removeIf(work -> work.citation().equals(Attribution.UNKNOWN.citation()));
        return known.entrySet().stream()
                .map(work -> """

                        @misc{%s-%s,
                          title = {{%s}},
                          note = {%s},
                          howpublished = {%s}
                        }
                        """.formatted(
                                kind,
                                work.getKey().replaceAll("[^A-Za-z0-9._-]", "-"),
                                Latex.escaped(work.getKey()),
                                Latex.escaped(work.getValue().citation()),
                                Latex.escaped(work.getValue().source())))
                .collect(Collectors.joining());
    }
}
