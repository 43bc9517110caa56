package io.gatehouse.domain.upstream;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The host with the fewest requests in flight for its weight.
 *
 * <p>A small group is looked through whole, from a random start so that equals share the load. In a larger one the less
 * busy for its weight of two that are drawn by weight is taken: nearly as even, and as quick for a thousand hosts as for ten.
 */
final class LeastRequests implements HostChooser {

    private static final int SMALL = 8;

    private final IntUnaryOperator below;

    LeastRequests(IntUnaryOperator below) {
        this.below = below;
    }

    @Override
    public @Nullable UpstreamHost choose(Rotation rotation, TriedHosts tried) {
        List<Member> members = rotation.members();
        if (members.isEmpty()) {
            return null;
        }
        return members.size() <= SMALL ? ofAll(members, tried) : ofTwo(rotation, tried);
    }

    private @Nullable UpstreamHost ofAll(List<Member> members, TriedHosts tried) {
        int start = below.applyAsInt(members.size());
        Member best = null;
        for (int n = 0; n < members.size(); n++) {
            Member member = members.get((start + n) % members.size());
            if (!tried.contains(member.host()) && (best == null || lessBusy(member, best))) {
                best = member;
            }
        }
        return best == null ? null : best.host();
    }

    private @Nullable UpstreamHost ofTwo(Rotation rotation, TriedHosts tried) {
        Member one = Turns.memberFrom(below.applyAsInt(rotation.length()), rotation, tried);
        Member other = Turns.memberFrom(below.applyAsInt(rotation.length()), rotation, tried);
        if (one == null || other == null) {
            return null;
        }
        return lessBusy(other, one) ? other.host() : one.host();
    }

    private static boolean lessBusy(Member a, Member b) {
        return (a.host().inFlight() + 1L) * b.weight() < (b.host().inFlight() + 1L) * a.weight();
    }
}
