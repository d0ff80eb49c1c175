/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.machine.Input;
import io.carryover.messaging.LogHandler;
import io.carryover.messaging.Received;
import jakarta.enterprise.context.ApplicationScoped;

/** Jobs that the broker put aside: noted here, judged by the sweeper, which has read all events first. */
@ApplicationScoped
public class DeadLetterHandler implements LogHandler<JobMessage> {
    private final Transitions transitions;
    private final BrokerTime time;

    DeadLetterHandler(Transitions transitions, BrokerTime time) {
        this.transitions = transitions;
        this.time = time;
    }

    @Override
    public void apply(Received<JobMessage> message) {
        time.saw(message.brokerTime());
        JobMessage job = message.value();
        if (job != null) {
            transitions.apply(
                    job.job(),
                    new Input.DeadLettered(job.run(), job.dispatch(), message.brokerTime()),
                    message.brokerTime());
        }
    }
}
