/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.WorkTeam;
import java.util.Arrays;

/**
 * What one fit wants of the next pass over the data: value, gradient and the intercepts' Hessian at a point, or a product with
 * the Hessian there; all of ΣCE alone, the penalty is the caller's. Nothing of an image is kept between passes: its scores
 * are made again from the point.
 */
final class PassRequest {
    /** Slabs are summed side by side, each by one thread. */
    private static final WorkTeam ALONE = new WorkTeam(1);

    final double[] at;
    final double[] direction;
    /** Gradient, or product. */
    final double[] sum;

    private final int classes;
    private final double[][] interceptHessian;
    private double value;

    private PassRequest(double[] at, double[] direction, int classes) {
        this.at = at;
        this.direction = direction;
        this.classes = classes;
        sum = new double[at.length];
        interceptHessian = new double[classes - 1][classes - 1];
    }

    static PassRequest gradient(double[] at, int classes) {
        return new PassRequest(at, new double[0], classes);
    }

    static PassRequest product(double[] at, double[] direction, int classes) {
        return new PassRequest(at, direction, classes);
    }

    /** The same question with an empty answer. */
    PassRequest part() {
        return new PassRequest(at, direction, classes);
    }

    /** Adds the answer of some images. */
    void add(Design images, int[] labels) {
        SoftmaxLoss loss = new SoftmaxLoss(images, labels, classes, ALONE);
        loss.penalty(0);
        double[] ofImages = new double[at.length];
        if (direction.length > 0) {
            loss.moveTo(at);
            loss.hessianTimes(direction, ofImages);
        } else {
            value += loss.moveTo(at, ofImages);
            add(loss.interceptHessian());
        }
        Kernels.add(sum, ofImages, sum.length);
    }

    /** Adds the answer of a part. */
    void add(PassRequest part) {
        Kernels.add(sum, part.sum, sum.length);
        value += part.value;
        add(part.interceptHessian);
    }

    private void add(double[][] hessian) {
        for (int c = 0; c < hessian.length; c++) {
            Kernels.add(interceptHessian[c], hessian[c], c + 1);
        }
    }

    double value() {
        return value;
    }

    /** Lower triangle; a copy. */
    double[][] interceptHessian() {
        return Arrays.stream(interceptHessian).map(double[]::clone).toArray(double[][]::new);
    }
}
