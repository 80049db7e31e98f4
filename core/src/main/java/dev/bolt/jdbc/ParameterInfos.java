package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import dev.bolt.rows.ParameterInfo;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** What the engine says of the parameters of a statement. Immutable. */
final class ParameterInfos implements ParameterMetaData, Unwrapping {
  private final List<ParameterInfo> infos;

  ParameterInfos(List<ParameterInfo> infos) {
    this.infos = List.copyOf(infos);
  }

  private ParameterInfo info(int position) throws SQLException {
    if (position < 1 || position > infos.size()) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The statement has " + infos.size() + " parameters, and no number " + position);
    }
    return infos.get(position - 1);
  }

  @Override
  public int getParameterCount() {
    return infos.size();
  }

  @Override
  public int isNullable(int position) throws SQLException {
    return info(position).nullable();
  }

  @Override
  public boolean isSigned(int position) throws SQLException {
    return info(position).signed();
  }

  @Override
  public int getPrecision(int position) throws SQLException {
    return info(position).precision();
  }

  @Override
  public int getScale(int position) throws SQLException {
    return info(position).scale();
  }

  @Override
  public int getParameterType(int position) throws SQLException {
    return info(position).sqlType();
  }

  @Override
  public String getParameterTypeName(int position) throws SQLException {
    return info(position).typeName();
  }

  @Override
  public String getParameterClassName(int position) throws SQLException {
    return info(position).className();
  }

  @Override
  public int getParameterMode(int position) throws SQLException {
    return info(position).mode();
  }
}
