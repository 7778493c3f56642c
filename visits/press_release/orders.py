def find_orders(reading, lead):
    return ()
