package net.taotoken.failover.fault;

import java.io.Serializable;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A feature that a model was seen to lack for a request. It is safe to show: the name of
 * a parameter is the only text that may come from a server, and only if it has the form
 * of one.
 *
 * @param feature the feature
 * @param parameter the parameter that the model refused, such as {@code temperature}, for
 * {@link Feature#PARAMETER}; {@code null} for every other feature
 * @since 0.1.0
 */
public record MissingFeature(Feature feature, @Nullable String parameter) implements Serializable {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z_]{0,39}");

	/**
	 * Check the parameter.
	 * @throws IllegalArgumentException if there is a parameter without its feature, the
	 * feature without a parameter, or a parameter whose name has another form than
	 * {@code top_logprobs}
	 */
	public MissingFeature {
		if ((feature == Feature.PARAMETER) != (parameter != null)) {
			throw new IllegalArgumentException("A parameter is named with Feature.PARAMETER, and only with it");
		}
		if (parameter != null && !NAME.matcher(parameter).matches()) {
			throw new IllegalArgumentException("The name of a parameter consists of up to 40 small letters and '_'");
		}
	}

	/**
	 * A feature other than a parameter.
	 * @param feature the feature
	 * @return what is missing
	 */
	public static MissingFeature of(Feature feature) {
		return new MissingFeature(feature, null);
	}

	/**
	 * A parameter of the request.
	 * @param name the name
	 * @return what is missing, or {@code null} if the name does not have the form of one
	 */
	public static @Nullable MissingFeature ofParameter(@Nullable String name) {
		boolean usable = name != null && NAME.matcher(name).matches();
		return usable ? new MissingFeature(Feature.PARAMETER, name) : null;
	}

	/**
	 * This in one or two words, such as {@code images} or {@code parameter temperature}.
	 */
	@Override
	public String toString() {
		return (this.parameter != null) ? this.feature + " " + this.parameter : this.feature.id();
	}

}
