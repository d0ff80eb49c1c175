/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.config.ConfigResource;

/** What a Kafka cluster must be able to do: share groups whose dead letters go to a topic, so 4.4 or newer. */
final class BrokerNeeds {
    private static final String NEEDED = "Kafka 4.4 or newer";

    private BrokerNeeds() {}

    /**
     * @param group one of ours, there or not: any has all the settings that the broker knows
     * @return the settings of the group
     * @throws CarryoverException BROKER_TOO_OLD saying what is missing, BROKER_UNAVAILABLE
     */
    static Map<String, String> check(Admin admin, String group) {
        Map<String, FinalizedVersionRange> features =
                KafkaFutures.get(admin.describeFeatures().featureMetadata()).finalizedFeatures();
        FinalizedVersionRange share = features.get("share.version");
        if (share == null || share.maxVersionLevel() < 1) {
            throw tooOld("feature share.version is off: run kafka-features.sh upgrade --feature share.version=1");
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        Map<String, String> settings = new TopicMaker(admin).settings(resource);
        if (!settings.containsKey(GroupPlan.DEAD_LETTER_TOPIC)) {
            throw tooOld("its share groups have no dead-letter topics");
        }
        return settings;
    }

    private static CarryoverException tooOld(String what) {
        return new CarryoverException(ErrorCode.BROKER_TOO_OLD, NEEDED + " is needed, this cluster's " + what);
    }
}
