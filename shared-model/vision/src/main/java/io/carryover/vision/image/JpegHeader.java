/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import io.carryover.contracts.error.CarryoverException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands before and between the scans of a JPEG file (ITU-T T.81, annex B).
 *
 * @param components ids of the components, in order
 * @param jfif whether there is a JFIF marker
 * @param adobe transform of the Adobe marker: 0, 1, 2; -1 without one
 * @param body the file without application data and comments (profiles, thumbnails, EXIF): none of it has a say in the
 *     pixels here, and each is one more thing that could be broken
 */
record JpegHeader(int width, int height, List<Integer> components, boolean jfif, int adobe, Body body) {
    private static final int MAX_SCANS = 500;
    private static final long MAX_WORK = 4_000_000_000L;

    JpegHeader {
        components = List.copyOf(components);
    }

    /** Bytes behind a reference, since a record must not hold an array. */
    static final class Body {
        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** How the samples of the file become red, green and blue: as libjpeg decides it. */
    enum Colour {
        GREY,
        RGB,
        YCC,
        CMYK,
        YCCK
    }

    Colour colour() {
        return switch (components.size()) {
            case 1 -> Colour.GREY;
            case 3 -> three();
            default -> adobe < 0 || adobe == 0 ? Colour.CMYK : Colour.YCCK;
        };
    }

    private Colour three() {
        if (jfif) {
            return Colour.YCC;
        }
        if (adobe >= 0) {
            return adobe == 0 ? Colour.RGB : Colour.YCC;
        }
        return components.equals(List.of((int) 'R', (int) 'G', (int) 'B')) ? Colour.RGB : Colour.YCC;
    }

    /** @throws CarryoverException UNREADABLE_IMAGE or IMAGE_TOO_LARGE */
    static JpegHeader read(ImageFile file) {
        return new Walk(file).run();
    }

    private static final class Walk {
        private final ImageFile file;
        private final ByteArrayOutputStream body;
        private int width;
        private int height;
        private final List<Integer> components = new ArrayList<>();
        private boolean jfif;
        private int adobe = -1;
        private int scans;

        Walk(ImageFile file) {
            this.file = file;
            this.body = new ByteArrayOutputStream(file.length());
        }

        JpegHeader run() {
            body.write(file.bytes(), 0, 2);
            int at = 2;
            while (true) {
                // between segments and within a scan alike, a marker is 0xff and a byte that isn't 0, 0xff or a restart
                int from = at;
                while (!isMarker(at)) {
                    at++;
                }
                if (scans > 0) {
                    body.write(file.bytes(), from, at - from);
                }
                int marker = file.u8(at + 1);
                if (marker == 0xd9) {
                    body.write(file.bytes(), at, 2);
                    return finished();
                }
                if (marker == 0xd8 || marker == 0x01) {
                    at += 2;
                    continue;
                }
                int length = (int) file.number(at + 2, 2, true);
                byte[] segment = file.part(at, at + 2 + Math.max(2, length));
                if ((marker >= 0xe0 && marker <= 0xef) || marker == 0xfe) {
                    application(marker, segment);
                } else {
                    body.writeBytes(segment);
                    frame(marker, at, length);
                }
                at += segment.length;
            }
        }

        private boolean isMarker(int at) {
            if (file.u8(at) != 0xff) {
                return false;
            }
            int next = file.u8(at + 1);
            return next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7);
        }

        private void application(int marker, byte[] segment) {
            String text = new String(segment, 4, Math.min(5, segment.length - 4), StandardCharsets.ISO_8859_1);
            if (scans == 0 && marker == 0xe0 && segment.length >= 16 && text.equals("JFIF\0")) {
                jfif = true;
            }
            if (scans == 0 && marker == 0xee && segment.length >= 16 && text.equals("Adobe")) {
                adobe = segment[15] & 0xff;
            }
        }

        private void frame(int marker, int at, int length) {
            if (marker == 0xda) {
                scans++;
                if (width == 0 || scans > MAX_SCANS || (long) scans * width * height > MAX_WORK) {
                    throw file.unreadable(
                            width == 0 ? "a scan comes before its frame" : "it has %d scans".formatted(scans));
                }
            }
            boolean isFrame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (!isFrame) {
                return;
            }
            if (marker > 0xc2 || file.u8(at + 4) != 8 || width != 0) {
                throw file.unreadable("only JPEG with 8 bits, Huffman-coded, baseline or progressive, is read");
            }
            height = (int) file.number(at + 5, 2, true);
            width = (int) file.number(at + 7, 2, true);
            file.checkPixels(width, height);
            int count = file.u8(at + 9);
            if ((count != 1 && count != 3 && count != 4) || length < 8 + 3 * count) {
                throw file.unreadable("it has %d components, not 1, 3 or 4".formatted(count));
            }
            for (int i = 0; i < count; i++) {
                components.add(file.u8(at + 10 + 3 * i));
            }
        }

        private JpegHeader finished() {
            if (scans == 0) {
                throw file.unreadable("there is no scan in it");
            }
            return new JpegHeader(width, height, components, jfif, adobe, new Body(body.toByteArray()));
        }
    }
}
