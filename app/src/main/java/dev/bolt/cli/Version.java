package dev.bolt.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this program, from the manifest of its jar. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"bolt " + (version == null ? "(unpackaged)" : version)};
  }
}
