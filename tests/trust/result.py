"""A part of the programme, and a result file: `# key: value` lines, then the table."""
import configparser
import fnmatch
import pathlib
import shlex

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent


class Part:
    def __init__(self, path):
        reader = configparser.ConfigParser(interpolation=None)
        reader.read(path, encoding="utf-8")
        fields = reader["part"]
        self.name = path.stem
        self.order = int(fields["order"])
        self.title, self.command, self.text = fields["title"], fields["command"], fields["text"]
        self.share = float(fields.get("share", "0"))
        self.zero = shlex.split(fields.get("zero", ""))
        pairs = [shlex.split(pair) for pair in fields.get("at_most", "").split(",") if pair.strip()]
        self.at_most = {column: float(limit) for column, limit in pairs}
        self.exempt = [pattern.strip() for pattern in fields.get("exempt", "").split(",") if pattern.strip()]

    def excess(self, result):
        """Each figure above its limit: (case, column, figure, limit)."""
        limits = {**{column: 0.0 for column in self.zero}, **self.at_most}
        unknown = set(limits) - set(result.columns)
        if unknown:
            raise ValueError(f"{self.name}: no column {', '.join(sorted(unknown))}")
        for row in result.rows:
            case = row[0]
            if any(fnmatch.fnmatchcase(case, pattern) for pattern in self.exempt):
                continue
            for column, limit in limits.items():
                figure = row[result.columns.index(column)]
                if figure != "-" and float(figure) > limit:
                    yield case, column, figure, limit


class Result:
    def __init__(self, text):
        lines = text.splitlines()
        self.header = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
        table = [line.split("\t") for line in lines if line and not line.startswith("# ")]
        self.columns, self.rows = table[0], table[1:]
        if self.columns[0] != "case" or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("not a table of cases")


def parts():
    return sorted((Part(path) for path in (HERE / "parts").glob("*.ini")), key=lambda part: (part.order, part.name))


def result_path(part):
    return HERE / "results" / f"{part.name}.tsv"


def rows_of(name):
    """The lines of a file of tab-parted fields beside this one, without comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
