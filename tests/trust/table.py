"""The figures of one part: a table of text, fields parted by tabs, the first of them `case`."""


class Table:
    def __init__(self, *columns):
        self.columns = ["case", *columns]
        self.rows = []

    def add(self, case, *figures):
        if len(figures) + 1 != len(self.columns):
            raise ValueError(f"{case}: {len(figures)} figures for {len(self.columns) - 1} columns")
        self.rows.append([case, *(shown(figure) for figure in figures)])

    def write(self, path):
        with open(path, "w", encoding="utf-8") as file:
            for row in [self.columns, *self.rows]:
                file.write("\t".join(row) + "\n")


def shown(figure):
    return f"{figure:.3g}" if isinstance(figure, float) else str(figure)
