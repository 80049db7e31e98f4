package dev.bolt.bench;

import dev.bolt.cli.stress.ScratchFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The rounds of a gauge, each in new processes on a new database.
 *
 * @param gauge what is measured
 * @param console hears how it goes on
 */
record GaugeRounds(Gauge gauge, Console console) {

  List<Figure> run(Settings settings) {
    List<double[]> rounds = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 1; i <= settings.rounds(); i++) {
      console.begin(gauge.name(), i, "Bolt, DuckDB");
      try (ScratchFolder folder = new ScratchFolder()) {
        double[] values = gauge.measure("jdbc:bolt:duckdb:" + folder.path().resolve("a.duckdb"));
        rounds.add(values);
        console.end(summary(values));
      } catch (IOException e) {
        problems.add(gauge.name() + ": " + e.getMessage());
        console.end(e.getMessage());
      }
    }
    return figures(rounds, problems);
  }

  private List<Figure> figures(List<double[]> rounds, List<String> problems) {
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < gauge.quantities().size(); i++) {
      int index = i;
      List<Double> values = rounds.stream().map(round -> round[index]).toList();
      figures.add(new Figure(gauge.quantities().get(i), values, List.copyOf(problems)));
    }
    return figures;
  }

  private String summary(double[] values) {
    StringJoiner text = new StringJoiner(", ");
    for (int i = 0; i < values.length; i++) {
      text.add(String.format("%.1f %s", values[i], gauge.quantities().get(i).unit()));
    }
    return text.toString();
  }
}
