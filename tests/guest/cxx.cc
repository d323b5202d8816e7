/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: link static static-pie */
/* C++: exceptions through frames with destructors, iostream, containers, static construction. */
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

struct noisy {
	const char *name;
	explicit noisy(const char *n) : name(n) { std::cout << "+" << name << "\n"; }
	~noisy() { std::cout << "-" << name << "\n"; }
};

static noisy global("global");

static int depth(int n)
{
	noisy here(n % 2 ? "odd" : "even");

	if (n == 0)
		throw std::out_of_range("bottom");
	return depth(n - 1) + 1;
}

static void rethrow()
{
	try {
		depth(3);
	} catch (const std::logic_error &e) {
		std::cout << "seen " << e.what() << "\n";
		throw;
	}
}

int main()
{
	try {
		rethrow();
	} catch (const std::exception &e) {
		std::cout << "caught " << e.what() << "\n";
	}
	try {
		throw 42;
	} catch (int n) {
		std::cout << "int " << n << "\n";
	}
	try {
		std::vector<int>().at(1);
	} catch (const std::out_of_range &) {
		std::cout << "at() throws\n";
	}

	std::map<std::string, double> m{ { "pi", 3.14159265358979 }, { "e", 2.71828182845905 } };

	for (const auto &[k, v] : m)
		std::cout << std::setw(4) << k << " " << std::fixed << std::setprecision(6) << v << "\n";

	std::vector<int> v(1000);

	for (size_t i = 0; i < v.size(); i++)
		v[i] = (i * 7919) % 1009;
	std::sort(v.begin(), v.end());
	std::cout << v[0] << " " << v[500] << " " << v[999] << "\n";

	std::ostringstream s;

	s << std::hex << 255 << " " << std::scientific << 12345.678;
	std::cout << s.str() << "\n";
	{
		std::ofstream f("cxx.tmp");
		f << "line one\nline two\n";
	}
	std::ifstream f("cxx.tmp");

	for (std::string line; std::getline(f, line);)
		std::cout << line << "\n";
	std::ifstream missing("does-not-exist");

	std::cout << "missing: " << missing.good() << "\n";

	auto before = std::chrono::steady_clock::now();

	std::this_thread::sleep_for(std::chrono::milliseconds(2));
	std::cout << (std::chrono::steady_clock::now() - before >= std::chrono::milliseconds(2)) << "\n";
	auto p = std::make_shared<noisy>("shared");
	auto q = p;

	std::cout << p.use_count() << "\n";
	std::cerr << "to stderr\n";
	return 0;
}
