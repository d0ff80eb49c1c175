"""Golden values of SeedGroupTest and StudentTTest: the interval of several seeds, by numpy and scipy."""
import numpy as np
from scipy.stats import norm, t

values = np.array([71.60, 73.15, 73.85])
seed_part = values.var(ddof=1) / len(values)
test_part = (1.6 / norm.ppf(0.975)) ** 2
variance = seed_part + test_part
freedom = (len(values) - 1) * (variance / seed_part) ** 2
print("mean %.9f sd %.9f half %.9f" % (values.mean(), values.std(ddof=1), t.ppf(0.975, freedom) * variance**0.5))
for degrees in (1, 2, 3.7, 10, 250, 1e6):
    print("t %g %.9f" % (degrees, t.ppf(0.975, degrees)))
