package net.taotoken.failover.autoconfigure.binding;

import java.time.Duration;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Converts values as {@link WrittenText} reads them: numbers, times, sizes and names.
 * Texts stay as they were written, since white space and quotation marks may be meant
 * there.
 */
final class WrittenValues implements ConversionService {

	private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

	private static final TypeDescriptor TEXTS = new TypeDescriptor(
			ResolvableType.forClassWithGenerics(Collection.class, String.class), null, null);

	private final ConversionService delegate = ApplicationConversionService.getSharedInstance();

	@Override
	public boolean canConvert(@Nullable Class<?> sourceType, Class<?> targetType) {
		return sourceType != null && CharSequence.class.isAssignableFrom(sourceType) && isSimple(targetType);
	}

	@Override
	public boolean canConvert(@Nullable TypeDescriptor sourceType, TypeDescriptor targetType) {
		return sourceType != null && canConvert(sourceType.getType(), targetType.getType());
	}

	@Override
	public <T> @Nullable T convert(@Nullable Object source, Class<T> targetType) {
		return targetType.cast(convert(source, TEXT, TypeDescriptor.valueOf(targetType)));
	}

	@Override
	public @Nullable Object convert(@Nullable Object source, @Nullable TypeDescriptor sourceType,
			TypeDescriptor targetType) {
		return this.delegate.convert(WrittenText.clean(String.valueOf(source)), TEXT, targetType);
	}

	/**
	 * Convert a list that was written in one line.
	 * @param line the line
	 * @param type the type of the list
	 * @return the list
	 * @throws ConversionException if an element is not of the right form
	 */
	static @Nullable Object list(String line, ResolvableType type) {
		return ApplicationConversionService.getSharedInstance()
			.convert(WrittenText.elements(line), TEXTS, new TypeDescriptor(type, null, null));
	}

	private static boolean isSimple(Class<?> type) {
		return type.isEnum() || type == Duration.class || type == DataSize.class || type == Boolean.class
				|| Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(type)) || type == boolean.class;
	}

}
