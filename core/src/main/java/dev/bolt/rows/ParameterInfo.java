package dev.bolt.rows;

/**
 * What {@link java.sql.ParameterMetaData} says of one parameter.
 *
 * @param sqlType a constant of {@link java.sql.Types}
 * @param typeName the engine's name of the type
 * @param className the class of the values it takes
 * @param precision the precision, 0 where it does not apply
 * @param scale the scale, 0 where it does not apply
 * @param signed whether it takes signed numbers
 * @param nullable a {@code parameterNullable…} constant
 * @param mode a {@code parameterMode…} constant
 */
public record ParameterInfo(
    int sqlType,
    String typeName,
    String className,
    int precision,
    int scale,
    boolean signed,
    int nullable,
    int mode) {}
