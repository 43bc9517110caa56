package io.gatehouse.domain.upstream;

import java.util.ArrayList;
import java.util.List;

/**
 * The hosts that may be used now, laid out so that walking the turns visits each as often as its weight says, evenly
 * spread (the smooth weighted round robin of nginx, unrolled once). Immutable; made anew when health or hosts change.
 */
final class Rotation {

    private final List<Member> members;
    private final Member[] turns;

    Rotation(List<Member> members) {
        this.members = List.copyOf(members);
        this.turns = unroll(this.members);
    }

    List<Member> members() {
        return members;
    }

    /** The number of turns before they repeat; zero if no host may be used. */
    int length() {
        return turns.length;
    }

    /** The member whose turn it is; any integer, taken modulo the length. */
    Member turn(int n) {
        return turns[Math.floorMod(n, turns.length)];
    }

    private static Member[] unroll(List<Member> members) {
        int divisor = members.stream().mapToInt(Member::weight).reduce(0, Rotation::gcd);
        int total = members.stream().mapToInt(Member::weight).sum();
        var turns = new ArrayList<Member>();
        int[] credit = new int[members.size()];
        for (int n = 0; n < (divisor == 0 ? 0 : total / divisor); n++) {
            int richest = 0;
            for (int i = 0; i < credit.length; i++) {
                credit[i] += members.get(i).weight();
                richest = credit[i] > credit[richest] ? i : richest;
            }
            credit[richest] -= total;
            turns.add(members.get(richest));
        }
        return turns.toArray(Member[]::new);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
