from kollega.kernel.errors import N_, Conflict, Forbidden


class ReviewFinished(Conflict):
    code = "review_finished"
    message = N_("This review is finished and stays as it is. Draw a new sample.")


class RowsLeft(Conflict):
    code = "review_rows_left"
    message = N_("Some rows have no answer yet. Look at each before you finish.")


class OwnRow(Forbidden):
    code = "review_own_row"
    message = N_("This is what you did yourself. Somebody else has to look at it.")


class NothingDrawn(Conflict):
    code = "review_nothing_drawn"
    message = N_("Nothing in the log fits in these days. Choose a longer time or another rule.")
