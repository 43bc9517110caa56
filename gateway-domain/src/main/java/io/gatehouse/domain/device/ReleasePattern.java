package io.gatehouse.domain.device;

/**
 * What a version must be, part by part.
 *
 * @param major the first part
 * @param minor the second part
 * @param patch the third part
 */
public record ReleasePattern(PartPattern major, PartPattern minor, PartPattern patch) {

    /** Any version. */
    public static final ReleasePattern ANY = new ReleasePattern(PartPattern.ANY, PartPattern.ANY, PartPattern.ANY);

    boolean fits(Device.Release release) {
        return major.fits(release.major()) && minor.fits(release.minor()) && patch.fits(release.patch());
    }
}
