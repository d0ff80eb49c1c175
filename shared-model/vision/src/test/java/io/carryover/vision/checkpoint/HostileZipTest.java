/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.Demo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zip archives that torch did not write, or that want to be misread. */
class HostileZipTest {
    private final Path file;

    HostileZipTest(@TempDir Path folder) {
        this.file = folder.resolve("z.pth");
    }

    @Test
    void compressedEntriesAreRefusedUnread() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[50_000_000]);
        }
        assertThat(refusal()).isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT);
    }

    @Test
    void archivesOfOtherKindsAreNoCheckpoints() throws IOException {
        zip(new String[] {"a.txt"}, new byte[][] {{1}});
        assertThat(refusal()).isEqualTo(ErrorCode.NOT_A_CHECKPOINT);
    }

    @Test
    void twoPicklesAreRefused() throws IOException {
        zip(new String[] {"a/data.pkl", "b/data.pkl"}, new byte[][] {{'N', '.'}, {'N', '.'}});
        assertThat(refusal()).isEqualTo(ErrorCode.NOT_A_CHECKPOINT);
    }

    @Test
    void scriptedArchivesAreNotSupported() throws IOException {
        zip(new String[] {"a/data.pkl", "a/constants.pkl"}, new byte[][] {{'N', '.'}, {'N', '.'}});
        assertThat(refusal()).isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT);
    }

    @Test
    void bigEndianNumbersAreNotSupported() throws IOException {
        zip(
                new String[] {"a/data.pkl", "a/byteorder"},
                new byte[][] {{'N', '.'}, "big".getBytes(StandardCharsets.US_ASCII)});
        assertThat(refusal()).isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT);
    }

    @Test
    void wholeModelsAreToldWhatToSaveInstead() throws IOException {
        byte[] pickle =
                "\u0080\u0002ctorchvision.models.resnet\nResNet\n)\u0081}b.".getBytes(StandardCharsets.ISO_8859_1);
        zip(new String[] {"a/data.pkl"}, new byte[][] {pickle});
        assertThat(refusal()).isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT);
    }

    @Test
    void dictionariesWithoutANetworkHaveNoKnownLayout() throws IOException {
        zip(new String[] {"a/data.pkl"}, new byte[][] {"}.".getBytes(StandardCharsets.ISO_8859_1)});
        assertThat(refusal()).isEqualTo(ErrorCode.UNKNOWN_LAYOUT);
    }

    @Test
    void overlappingEntriesAreRefused() throws IOException {
        zip(new String[] {"a/data.pkl", "a/data/0"}, new byte[][] {{'N', '.'}, new byte[64]});
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.capacity() - 22;
        int directory = bytes.getInt(end + 16);
        bytes.putInt(directory + 20, 200).putInt(directory + 24, 200); // data.pkl reaches over the next entry
        Files.write(file, bytes.array());
        assertThat(refusal()).isEqualTo(ErrorCode.NOT_A_CHECKPOINT);
    }

    @Test
    void aFileThatLiesAboutItsStorageIsTruncated() throws IOException {
        byte[] whole = Files.readAllBytes(Demo.path("checkpoints/resnet50w8_byol.pth"));
        // the pickle promises 1176 elements (M 98 04) of conv1.weight's storage; promise 65535
        int at = indexOf(whole, new byte[] {'M', (byte) 0x98, 0x04});
        whole[at + 1] = (byte) 0xff;
        whole[at + 2] = (byte) 0xff;
        Files.write(file, whole);
        assertThat(refusal()).isEqualTo(ErrorCode.TRUNCATED_CHECKPOINT);
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (ByteBuffer.wrap(bytes, i, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                return i;
            }
        }
        throw new IllegalStateException("not found");
    }

    private void zip(String[] names, byte[][] contents) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int i = 0; i < names.length; i++) {
                ZipEntry entry = new ZipEntry(names[i]);
                CRC32 crc = new CRC32();
                crc.update(contents[i]);
                entry.setSize(contents[i].length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(contents[i]);
            }
        }
    }

    private ErrorCode refusal() {
        return catchThrowableOfType(CarryoverException.class, () -> Checkpoints.load(file, LoadOptions.DEFAULT))
                .code();
    }
}
