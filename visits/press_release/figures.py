def find_figures(reading):
    return ()
