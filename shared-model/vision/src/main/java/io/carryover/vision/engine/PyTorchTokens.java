/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.carryover.vision.arch.TokenNode;
import java.util.Map;
import java.util.Objects;

/** {@link TokenNode}s as eager operations on [B,N,C]. */
final class PyTorchTokens {
    private final Map<String, NDArray> tensors;

    PyTorchTokens(Map<String, NDArray> tensors) {
        this.tensors = tensors;
    }

    NDArray apply(TokenNode node, NDArray x) {
        return switch (node) {
            case TokenNode.Tokens _ -> {
                Shape map = x.getShape();
                yield x.reshape(map.get(0), map.get(1), map.get(2) * map.get(3)).transpose(0, 2, 1);
            }
            case TokenNode.Prepend p -> {
                NDArray token =
                        tensor(p.tensor()).broadcast(new Shape(x.getShape().get(0), 1, p.channels()));
                token.attach(x.getManager());
                yield NDArrays.concat(new NDList(token, x), 1);
            }
            case TokenNode.Positions p -> x.add(tensor(p.tensor()));
            case TokenNode.LayerNorm n ->
                x.getNDArrayInternal()
                        .layerNorm(x, new Shape(n.channels()), tensor(n.gamma()), tensor(n.beta()), (float) n.epsilon())
                        .singletonOrThrow();
            case TokenNode.Linear l ->
                x.getNDArrayInternal()
                        .linear(x, tensor(l.weight()), tensor(l.bias()))
                        .singletonOrThrow();
            case TokenNode.Gelu _ -> x.getNDArrayInternal().gelu();
            case TokenNode.Attention a -> attention(a, x);
            case TokenNode.Token t -> x.get(new NDIndex(":, {}", t.index()));
        };
    }

    private static NDArray attention(TokenNode.Attention node, NDArray x) {
        long images = x.getShape().get(0);
        long tokens = x.getShape().get(1);
        long width = node.channels() / node.heads();
        NDArray parts = x.reshape(images, tokens, 3, node.heads(), width).transpose(2, 0, 3, 1, 4);
        NDArray queries = parts.get(0).mul(1 / Math.sqrt((double) width));
        NDArray weights = queries.matMul(parts.get(1).transpose(0, 1, 3, 2)).softmax(-1);
        return weights.matMul(parts.get(2)).transpose(0, 2, 1, 3).reshape(images, tokens, node.channels());
    }

    private NDArray tensor(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
